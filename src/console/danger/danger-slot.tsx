import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation, EscalationCard } from '../api/types.ts';
import { BandIcons } from '../icons.tsx';
import { useDesk } from '../parts.tsx';
import { late } from '../shell/late.tsx';

const Panel = late(async () => (await import('./danger-panel.tsx')).DangerPanel);
const Dialog = late(async () => (await import('./escalate-dialog.tsx')).EscalateDialog);
const List = late(async () => (await import('./escalation-list.tsx')).EscalationList);

/** The way to say that a life is in danger; open as long as the conversation is mine. */
export function EscalateAct({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const offline = useDesk((state) => state.link !== 'live');
  if (conversation.escalation !== null) return null;
  return (
    <>
      <Button
        className="act-release"
        variant="subtle"
        color="red"
        size="compact-sm"
        onClick={() => setAsking(true)}
        disabled={offline}
        leftSection={<BandIcons.danger size={17} />}
        aria-label={t('conversation.danger')}
        title={t('conversation.danger')}
      >
        {t('conversation.danger')}
      </Button>
      {asking && <Dialog conversation={conversation} onDone={() => setAsking(false)} />}
    </>
  );
}

export function DangerSlot({ conversation }: { readonly conversation: Conversation }) {
  const { escalation } = conversation;
  if (escalation === null) return null;
  return <Panel conversation={conversation} escalation={escalation} />;
}

export function EscalationSlot({ cards }: { readonly cards: readonly EscalationCard[] }) {
  return cards.length === 0 ? null : <List cards={cards} />;
}
