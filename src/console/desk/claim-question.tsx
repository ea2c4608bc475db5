import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Queue, QueueCard } from '../api/types.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { asksFirst } from '../state/other-language.ts';
import type { Claims } from './use-claim.ts';
import { useCodeWords } from './wording.ts';

/** Claims at once, or asks first, once for each child. */
export function useClaimQuestion({ writes }: Queue, claims: Claims) {
  const [asked, setAsked] = useState<QueueCard | null>(null);
  const agreed = useRef(new Set<string>());
  const latest = useRef<(card: QueueCard) => void>(claims.claim);
  latest.current = (card) => {
    if (agreed.current.has(card.id) || !asksFirst(writes, card)) claims.claim(card);
    else setAsked(card);
  };
  // Always the same one, so that a card that did not change is left alone.
  const [claim] = useState(() => (card: QueueCard) => latest.current(card));
  const agree = () => {
    if (asked === null) return;
    agreed.current.add(asked.id);
    setAsked(null);
    claims.claim(asked);
  };
  return { claim, asked, agree, cancel: () => setAsked(null) };
}

interface ClaimQuestionProps {
  readonly queue: Queue;
  readonly question: ReturnType<typeof useClaimQuestion>;
}

/** The child writes a language that I do not: I may take them all the same. */
export function ClaimQuestion({ queue, question: { asked, agree, cancel } }: ClaimQuestionProps) {
  const { t } = useTranslation();
  const words = useCodeWords();
  if (asked === null) return null;
  const language = words.language(asked.language);
  const mine = queue.writes.map((one) => words.language(one)).join(', ');
  const nobody = queue.unwritten.includes(asked.language ?? '');
  return (
    <ConfirmDialog
      opened
      title={t('confirm.language-title', { handle: asked.handle })}
      text={[
        t('confirm.language-text', { language, mine }),
        t(nobody ? 'confirm.language-nobody' : 'confirm.language-others', { language }),
      ].join(' ')}
      act={t('queue.claim')}
      onAct={agree}
      onCancel={cancel}
    />
  );
}
