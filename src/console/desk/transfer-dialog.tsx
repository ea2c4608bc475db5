import { NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { TRANSFER_REASONS, type TransferReason } from '../../domain/conversation/offer.ts';
import { actKey } from '../api/act-key.ts';
import type { Conversation } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { conversationKey, QUEUE_KEY, useColleagues, useSession } from '../queries.ts';
import { ARRIVED } from '../shell/arrival.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { writersFirst } from '../state/other-language.ts';
import { ChipsOne } from './chips.tsx';
import { useCodeWords } from './wording.ts';

interface TransferDialogProps {
  readonly conversation: Conversation;
  readonly onDone: () => void;
}

/** No staff id: the queue is one of the places that a conversation can go to. */
const THE_QUEUE = 'the-queue';

/** Who goes on with the child, and why. */
export function TransferDialog({ conversation, onDone }: TransferDialogProps) {
  const { t } = useTranslation();
  const me = useSession().data?.me.id;
  const staff = useColleagues();
  const free = (staff.data?.people ?? []).filter((one) => one.available && one.id !== me);
  const [chosen, setChosen] = useState<string | null>(null);
  const [why, setWhy] = useState<TransferReason | null>(null);
  // Nothing is chosen beforehand: who is free changes while one looks.
  const to = chosen === THE_QUEUE || free.some(({ id }) => id === chosen) ? chosen : null;
  const { transfer, busy, failed } = useTransfer(conversation, onDone);
  const language = useCodeWords().language(conversation.language);
  const places = writersFirst(free, conversation.language).map(({ id, alias, does }) => ({
    value: id,
    label: does ? alias : t('confirm.transfer-other', { alias, language }),
  }));
  return (
    <ConfirmDialog
      opened
      title={t('confirm.transfer-title', { handle: conversation.handle })}
      text={t(wordsFor(to, free.length > 0 || !staff.data))}
      act={t('confirm.transfer-act')}
      busy={busy}
      ready={why !== null && to !== null}
      problem={failed ? t('conversation.acting-failed') : null}
      onAct={() => void (why !== null && to !== null && transfer(to, why))}
      onCancel={onDone}
    >
      <NativeSelect
        label={t('confirm.transfer-to')}
        value={to ?? ''}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[
          { value: '', label: t('confirm.transfer-choose'), disabled: true },
          ...places,
          { value: THE_QUEUE, label: t('confirm.transfer-queue') },
        ]}
      />
      <ChipsOne
        label={t('confirm.transfer-why')}
        options={TRANSFER_REASONS}
        value={why}
        word={(one) => t(`transfer.why.${one}`)}
        onChange={setWhy}
      />
    </ConfirmDialog>
  );
}

function wordsFor(to: string | null, somebody: boolean): string {
  if (!somebody) return 'confirm.transfer-nobody';
  return to === THE_QUEUE ? 'confirm.release-text' : 'confirm.transfer-text';
}

function useTransfer({ id }: Conversation, onDone: () => void) {
  const { api, takingBack } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [state, setState] = useState({ busy: false, failed: false });
  const [key] = useState(actKey());

  const transfer = async (to: string, why: TransferReason) => {
    setState({ busy: true, failed: false });
    await takingBack.letGo(id);
    const path = `conversations/${encodeURIComponent(id)}/transfer`;
    const body = { key, to: to === THE_QUEUE ? null : to, why };
    const result = await api.act({ method: 'POST', path, body });
    await Promise.all([
      queries.invalidateQueries({ queryKey: QUEUE_KEY }),
      queries.invalidateQueries({ queryKey: conversationKey(id) }),
    ]);
    setState({ busy: false, failed: !result.ok });
    if (!result.ok) return;
    onDone();
    if (to === THE_QUEUE) await navigate('/', { state: ARRIVED });
  };
  return { transfer, ...state };
}
