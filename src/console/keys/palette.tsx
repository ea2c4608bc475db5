import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useQueue } from '../queries.ts';
import { DESK_SHORTCUTS, type ShortcutAct } from './shortcuts.ts';

interface PaletteProps {
  readonly onAct: (act: ShortcutAct) => void;
}

interface Entry {
  readonly id: string;
  readonly words: string;
  readonly run: () => void;
}

/** Every act, and every conversation of mine, by a few letters. */
export function Palette({ onAct }: PaletteProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(onAct).filter(({ words }) =>
    words.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const chosen = Math.min(at, Math.max(entries.length - 1, 0));
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') entries[chosen]?.run();
    else return;
    event.preventDefault();
  };
  return (
    <div className="palette">
      <input
        className="field"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={entries[chosen] ? `palette-${entries[chosen].id}` : undefined}
        aria-label={t('keys.palette')}
        placeholder={t('keys.palette-help')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
        // biome-ignore lint/a11y/noAutofocus: the dialog is there to be typed in
        autoFocus
      />
      <div id="palette-list" role="listbox" aria-label={t('keys.palette')}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          <div
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={entry.run}
          >
            {entry.words}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className="quiet">{t('keys.palette-none')}</p>}
    </div>
  );
}

function useEntries(onAct: PaletteProps['onAct']): readonly Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mine = useQueue().data?.mine ?? [];
  return [
    ...DESK_SHORTCUTS.filter(({ act }) => act !== 'palette').map(({ act }) => ({
      id: act,
      words: t(`keys.act.${act}`),
      run: () => onAct(act),
    })),
    ...mine.map(({ id, handle }) => ({
      id: handle,
      words: t('keys.open', { handle }),
      run: () => {
        document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
        void navigate(`/c/${id}`);
      },
    })),
  ];
}
