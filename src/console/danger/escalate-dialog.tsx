import type { Conversation } from '../api/types.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useDangerAct } from './use-danger-act.ts';
import { useDangerWords } from './words.ts';

interface EscalateDialogProps {
  readonly conversation: Conversation;
  readonly onDone: () => void;
}

/** Asked once: it calls people. */
export function EscalateDialog({ conversation, onDone }: EscalateDialogProps) {
  const { t } = useDangerWords();
  const { act, busy, failed } = useDangerAct(conversation.id);
  return (
    <ConfirmDialog
      opened
      title={t('title')}
      text={t('text')}
      act={t('act')}
      busy={busy}
      problem={failed ? t('failed') : null}
      onAct={() => void act({ to: 'escalate' }).then((done) => done && onDone())}
      onCancel={onDone}
    />
  );
}
