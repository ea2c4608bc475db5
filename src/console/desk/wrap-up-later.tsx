import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { actKey } from '../api/act-key.ts';
import type { Conversation } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { conversationKey, QUEUE_KEY, useQueue } from '../queries.ts';
import { isUrgent } from '../state/news.ts';
import { useServerNow } from './clock.tsx';
import { timeOf } from './time-of.ts';

/** Puts the wrap-up off, once; gone when it was. */
export function LaterButton({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { skip, busy } = useSkip(conversation);
  if (conversation.remindAt !== null) return null;
  return (
    <Button variant="subtle" color="gray" disabled={busy} onClick={() => void skip()}>
      {t('wrap-up.later')}
    </Button>
  );
}

/** In place of a wrap-up that was put off, until its time has come. */
export function PutOff({
  remindAt,
  onNow,
}: {
  readonly remindAt: number;
  readonly onNow: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="standstill" role="status">
      <p>{t('wrap-up.put-off', { at: timeOf(remindAt) })}</p>
      <Button variant="default" size="compact-md" onClick={onNow}>
        {t('wrap-up.now')}
      </Button>
    </div>
  );
}

/** Whether it was put off and its time has not come. */
export function useIsPutOff({ remindAt }: Conversation): boolean {
  const now = useServerNow();
  return remindAt !== null && remindAt > now;
}

/** Those whose time has come, for as long as they miss it. */
export function WrapUpReminder() {
  const { t } = useTranslation();
  const mine = useQueue().data?.mine ?? [];
  const now = useServerNow();
  const due = mine.filter(({ ended, remindAt }) => ended && remindAt !== null && remindAt <= now);
  return (
    <section role="status" aria-label={t('wrap-up.heading')}>
      {due.map(({ id, handle }) => (
        <p key={id} className="banner" data-tone="warning">
          <Link to={`/c/${id}`}>{t('wrap-up.remind', { handle })}</Link>
        </p>
      ))}
    </section>
  );
}

function useSkip(conversation: Conversation) {
  const { api, store } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const skip = async () => {
    setBusy(true);
    const path = `conversations/${encodeURIComponent(conversation.id)}/wrap-up/skip`;
    const result = await api.act({ method: 'POST', path, body: { key: actKey() } });
    void queries.invalidateQueries({ queryKey: conversationKey(conversation.id) });
    await queries.invalidateQueries({ queryKey: QUEUE_KEY });
    setBusy(false);
    if (!result.ok) return;
    if (isUrgent(conversation) || conversation.raised) store.offerBreak(true);
    await navigate('/');
  };
  return { skip, busy };
}
