import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation, FrictionCard } from '../api/types.ts';
import { useDesk } from '../parts.tsx';
import { late } from '../shell/late.tsx';

const Dialog = late(async () => (await import('./friction-dialog.tsx')).FrictionDialog);
const List = late(async () => (await import('./friction-list.tsx')).FrictionList);

/** The quiet way to let an address rest that floods the line, for whoever holds the talk or has still to wrap it up. */
export function FrictionAct({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const offline = useDesk((state) => state.link !== 'live');
  return (
    <>
      <UnstyledButton className="quiet-act" disabled={offline} onClick={() => setOpen(true)}>
        {t('conversation.friction')}
      </UnstyledButton>
      {open && <Dialog conversation={conversation} onDone={() => setOpen(false)} />}
    </>
  );
}

export function FrictionSlot({ cards }: { readonly cards: readonly FrictionCard[] }) {
  return cards.length === 0 ? null : <List cards={cards} />;
}
