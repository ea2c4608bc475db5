import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CannedRow } from '../api/types.ts';
import { useCanned } from '../queries.ts';
import { LoadFailed, Loading } from '../shell/load-state.tsx';
import { foundIn } from '../state/find-canned.ts';

interface CannedPanelProps {
  /** The child's, where it is known. */
  readonly language: string;
  readonly onInsert: (words: string) => void;
  readonly onClose: () => void;
}

/** Ready replies, both languages side by side, the child's first. Each goes where the cursor stands. */
export function CannedPanel({ language, onInsert, onClose }: CannedPanelProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [taken, setTaken] = useState(0);
  const read = useCanned();
  const rows = foundIn(read.data ?? [], text);
  const first = rows[0]?.texts[language];
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key !== 'Enter') return;
    else if (first !== undefined) take(first.text);
    event.preventDefault();
  };
  const take = (words: string) => {
    setText('');
    setTaken(taken + 1);
    onInsert(words);
  };
  return (
    <section className="canned" aria-label={t('canned.heading')}>
      <div className="canned-head">
        <TextInput
          // A field of its own each time: what was typed in an old one is not undone in place of the reply.
          key={taken}
          id="canned-search"
          size="sm"
          aria-label={t('canned.search')}
          placeholder={t('canned.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
          autoComplete="off"
          autoFocus={taken === 0}
        />
        <button type="button" className="link-button" onClick={onClose}>
          {t('canned.close')}
        </button>
      </div>
      {read.isPending && <Loading />}
      {read.isError && <LoadFailed onAgain={() => void read.refetch()} />}
      {read.data && rows.length === 0 && <p className="quiet">{t('canned.none')}</p>}
      <ul className="canned-list">
        {rows.map((row, at) => (
          <Row
            key={row.code}
            row={row}
            heads={row.group !== rows[at - 1]?.group}
            language={language}
            onTake={take}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly row: CannedRow;
  /** The first of its group. */
  readonly heads: boolean;
  readonly language: string;
  readonly onTake: (words: string) => void;
}

function Row({ row, heads, language, onTake }: RowProps) {
  const { t } = useTranslation();
  const others = Object.keys(row.texts).filter((one) => one !== language);
  return (
    <li>
      {heads && <p className="canned-group">{t(`canned.groups.${row.group}`)}</p>}
      <div className="canned-row">
        <span className="canned-code">/{row.code}</span>
        {[language, ...others].map((one) => {
          const found = row.texts[one];
          if (found === undefined) return null;
          return (
            <button key={one} type="button" lang={one} onClick={() => onTake(found.text)}>
              {found.text}
              {!found.signed && <span className="canned-mark">{t('canned.unreviewed')}</span>}
            </button>
          );
        })}
      </div>
    </li>
  );
}
