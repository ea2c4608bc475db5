import { useState } from 'react';
import { FRICTION_REASONS, type FrictionReason } from '../../domain/conversation/friction.ts';
import type { ApiFailure } from '../api/client.ts';
import type { Conversation } from '../api/types.ts';
import { ChipsOne } from '../desk/chips.tsx';
import { useParts } from '../parts.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { PlainDialog } from '../shell/plain-dialog.tsx';
import { useFrictionWords } from './words.ts';

interface FrictionDialogProps {
  readonly conversation: Conversation;
  readonly onDone: () => void;
}

/** Says what rests and what never does, asks why, and says in plain words what the server answered. */
export function FrictionDialog({ conversation, onDone }: FrictionDialogProps) {
  const { t } = useFrictionWords();
  const [why, setWhy] = useState<FrictionReason | null>(null);
  const { ask, busy, said } = useAsk(conversation);
  if (said === 'done') {
    return (
      <PlainDialog opened title={t('title')} onClose={onDone}>
        <p role="status">{t('done')}</p>
      </PlainDialog>
    );
  }
  return (
    <ConfirmDialog
      opened
      title={t('title')}
      text={t('text')}
      act={t('do')}
      busy={busy}
      ready={why !== null}
      problem={said === null ? null : t(said)}
      onAct={() => why !== null && void ask(why)}
      onCancel={onDone}
    >
      <p className="dialog-text">
        <strong>{t('never')}</strong>
      </p>
      <ChipsOne
        label={t('why')}
        options={FRICTION_REASONS}
        value={why}
        word={(reason) => t(`reasons.${reason}`)}
        onChange={setWhy}
      />
    </ConfirmDialog>
  );
}

type Said = 'done' | 'refused-web' | 'refused-danger' | 'already' | 'gone' | 'failed';

function useAsk({ id, channel }: Conversation) {
  const { api } = useParts();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const ask = async (why: FrictionReason) => {
    setBusy(true);
    const path = `conversations/${encodeURIComponent(id)}/friction`;
    const result = await api.act({ method: 'POST', path, body: { why } });
    setBusy(false);
    setSaid(result.ok ? 'done' : saidOf(result.error, channel));
  };
  return { ask, busy, said };
}

/** The server says only that it cannot be; which of its two reasons it is shows in the talk. */
function saidOf(failure: ApiFailure, channel: Conversation['channel']): Said {
  if (failure.kind !== 'refused') return 'failed';
  if (failure.error === 'unavailable') return channel === 'web' ? 'refused-web' : 'refused-danger';
  if (failure.error === 'not-now') return 'already';
  return failure.error === 'missing' ? 'gone' : 'failed';
}
