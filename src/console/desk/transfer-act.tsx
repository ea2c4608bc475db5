import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { actKey } from '../api/act-key.ts';
import type { Conversation } from '../api/types.ts';
import { HandOverIcon } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { conversationKey, QUEUE_KEY, useColleagues, useSession } from '../queries.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';

/** Hands the conversation to a colleague who takes new ones now. */
export function TransferAct({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const offline = useDesk((state) => state.link !== 'live');
  return (
    <>
      <Button
        className="act-release"
        variant="subtle"
        color="gray"
        size="compact-sm"
        onClick={() => setOpen(true)}
        disabled={offline}
        leftSection={<HandOverIcon size={17} />}
        aria-label={t('conversation.transfer')}
        title={t('conversation.transfer')}
      >
        {t('conversation.transfer')}
      </Button>
      {open && <TransferDialog conversation={conversation} onDone={() => setOpen(false)} />}
    </>
  );
}

interface TransferDialogProps {
  readonly conversation: Conversation;
  readonly onDone: () => void;
}

function TransferDialog({ conversation, onDone }: TransferDialogProps) {
  const { t } = useTranslation();
  const me = useSession().data?.me.id;
  const staff = useColleagues();
  const free = (staff.data?.people ?? []).filter((one) => one.available && one.id !== me);
  const [chosen, setChosen] = useState<string | null>(null);
  const to = chosen ?? free[0]?.id ?? null;
  const { transfer, busy, failed } = useTransfer(conversation, onDone);
  return (
    <ConfirmDialog
      opened
      title={t('confirm.transfer-title', { handle: conversation.handle })}
      text={t(free.length > 0 || !staff.data ? 'confirm.transfer-text' : 'confirm.transfer-nobody')}
      act={t('confirm.transfer-act')}
      busy={busy || to === null}
      problem={failed ? t('conversation.acting-failed') : null}
      onAct={() => void (to !== null && transfer(to))}
      onCancel={onDone}
    >
      {free.length > 0 && (
        <NativeSelect
          label={t('confirm.transfer-to')}
          value={to ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={free.map(({ id, alias }) => ({ value: id, label: alias }))}
        />
      )}
    </ConfirmDialog>
  );
}

function useTransfer({ id }: Conversation, onDone: () => void) {
  const { api } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [state, setState] = useState({ busy: false, failed: false });
  const [key] = useState(actKey());

  const transfer = async (to: string) => {
    setState({ busy: true, failed: false });
    const path = `conversations/${encodeURIComponent(id)}/transfer`;
    const result = await api.act({ method: 'POST', path, body: { key, to } });
    await Promise.all([
      queries.invalidateQueries({ queryKey: QUEUE_KEY }),
      queries.invalidateQueries({ queryKey: conversationKey(id) }),
    ]);
    setState({ busy: false, failed: !result.ok });
    if (!result.ok) return;
    onDone();
    await navigate('/');
  };
  return { transfer, ...state };
}
