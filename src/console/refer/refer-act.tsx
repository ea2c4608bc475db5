import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../api/types.ts';
import { ReferIcon } from '../icons.tsx';
import { useDesk } from '../parts.tsx';
import { late } from '../shell/late.tsx';

const Dialog = late(async () => (await import('./refer-dialog.tsx')).ReferDialog);

/** The way to the directory, for whoever holds the conversation. */
export function ReferAct({ conversation }: { readonly conversation: Conversation }) {
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
        disabled={offline}
        onClick={() => setOpen(true)}
        leftSection={<ReferIcon size={17} />}
        aria-label={t('conversation.refer')}
        title={t('conversation.refer')}
      >
        {t('conversation.refer')}
      </Button>
      {open && <Dialog conversation={conversation} onDone={() => setOpen(false)} />}
    </>
  );
}
