import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../api/types.ts';
import { HandOverIcon } from '../icons.tsx';
import { useDesk } from '../parts.tsx';
import { late } from '../shell/late.tsx';

const TransferDialog = late(async () => (await import('./transfer-dialog.tsx')).TransferDialog);

/** Asks a colleague who takes new ones now to go on, or gives the child back to the queue. */
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
