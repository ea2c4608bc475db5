import './danger.css';
import { useState } from 'react';
import { CASE_ITEMS, type CaseItem } from '../../domain/conversation/escalation.ts';
import { useServerNow } from '../desk/clock.tsx';
import { BandIcons } from '../icons.tsx';
import { waited } from '../state/waited.ts';
import type { DangerProps } from './danger-props.ts';
import { Failed } from './failed.tsx';
import { HoldPart } from './hold-part.tsx';
import { useDangerAct } from './use-danger-act.ts';
import { useDangerWords } from './words.ts';

/** What the helpline must write down now, how long it still can be read, and the hold. For the two who handle it. */
export function DangerPanel({ conversation, escalation }: DangerProps) {
  const { t } = useDangerWords();
  const { supervisor, by } = escalation;
  return (
    <details className="danger-panel" data-band="danger" open>
      <summary>
        <BandIcons.danger size={16} /> <strong>{t('heading')}</strong>{' '}
        <Countdown until={conversation.erasedAt} />
      </summary>
      <p role="status">
        {supervisor === null ? t('called') : t('with', { alias: supervisor })}{' '}
        <span className="quiet">{t('said-by', { alias: by })}</span>
      </p>
      {escalation.mine !== null && (
        <>
          <CaseList conversation={conversation} escalation={escalation} />
          <HoldPart conversation={conversation} escalation={escalation} />
        </>
      )}
    </details>
  );
}

function Countdown({ until }: { readonly until: number | null }) {
  const { t } = useDangerWords();
  const left = (until ?? 0) - useServerNow();
  if (until === null) return null;
  return (
    <span className="figures">{left > 0 ? t('left', { time: waited(left) }) : t('over')}</span>
  );
}

function CaseList({ conversation, escalation }: DangerProps) {
  const { t } = useDangerWords();
  const { act, busy, failed } = useDangerAct(conversation.id);
  // What was ticked a moment ago stands until the server has answered.
  const [ticked, setTicked] = useState<readonly CaseItem[] | null>(null);
  const written = ticked ?? escalation.written;
  const toggle = (item: CaseItem) => {
    const next = CASE_ITEMS.filter((one) => written.includes(one) !== (one === item));
    setTicked(next);
    void act({ to: 'case', written: next }).then(() => {
      setTicked((now) => (now === next ? null : now));
    });
  };
  return (
    <fieldset className="case-list" aria-busy={busy}>
      <legend>{t('case')}</legend>
      {CASE_ITEMS.map((item) => (
        <label key={item}>
          <input type="checkbox" checked={written.includes(item)} onChange={() => toggle(item)} />{' '}
          {t(`items.${item}`)}
        </label>
      ))}
      {failed && <Failed />}
    </fieldset>
  );
}
