import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey } from '../api/act-key.ts';
import type { Conversation } from '../api/types.ts';
import { useDesk, useParts } from '../parts.tsx';
import { conversationKey } from '../queries.ts';
import { useServerNow } from './clock.tsx';

/** A colleague was asked to go on: how long they still have, and the way back. */
export function OfferStands({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const offline = useDesk((state) => state.link !== 'live');
  const { withdraw, failed } = useWithdraw(conversation.id);
  const now = useServerNow();
  const { offer, owner } = conversation;
  if (offer === null || owner !== 'me') return null;
  const n = secondsTo(offer.until, now);
  return (
    <div className="offer-stands">
      <p>
        <span aria-hidden="true">{t('transfer.waits', { alias: offer.to, n })}</span>
        <span className="sr-only" role="status">
          {t('transfer.waits', { alias: offer.to, n: 60 })}
        </span>
        {failed && <span role="alert"> {t('transfer.failed')}</span>}
      </p>
      <Button
        size="compact-sm"
        variant="default"
        disabled={offline}
        onClick={() => void withdraw()}
      >
        {t('transfer.withdraw')}
      </Button>
    </div>
  );
}

export function secondsTo(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

function useWithdraw(id: string) {
  const { api } = useParts();
  const queries = useQueryClient();
  const [failed, setFailed] = useState(false);
  const withdraw = async () => {
    const path = `conversations/${encodeURIComponent(id)}/transfer/withdraw`;
    const result = await api.act({ method: 'POST', path, body: { key: actKey() } });
    setFailed(!result.ok);
    await queries.invalidateQueries({ queryKey: conversationKey(id) });
    if (result.ok) document.getElementById('talk')?.focus();
  };
  return { withdraw, failed };
}
