import { UnstyledButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { actKey } from '../api/act-key.ts';
import type { Api } from '../api/client.ts';
import type { Conversation, OthersCard } from '../api/types.ts';
import { useDesk, useParts } from '../parts.tsx';
import { conversationKey } from '../queries.ts';
import { ARRIVED } from '../shell/arrival.ts';
import { BandTag, Handle, RaisedTag } from './tags.tsx';

const RENEW_MS = 20_000;

const observe = (api: Api, id: string, on: boolean) =>
  api.act({
    method: 'POST',
    path: `conversations/${encodeURIComponent(id)}/observe`,
    body: { key: actKey(), on },
  });

/** What colleagues hold now, for a supervisor. Opening one is seen by its counsellor. */
export function OthersList({ others }: { readonly others: readonly OthersCard[] }) {
  const { t } = useTranslation();
  if (others.length === 0) return null;
  return (
    <div className="queue-others">
      <h2 className="list-title">
        {t('read-along.heading')}
        <span className="count">{others.length}</span>
      </h2>
      <ul className="cards">
        {others.map((card) => (
          <OthersItem key={card.id} card={card} />
        ))}
      </ul>
    </div>
  );
}

function OthersItem({ card }: { readonly card: OthersCard }) {
  const { t } = useTranslation();
  const { api } = useParts();
  const navigate = useNavigate();
  const offline = useDesk((state) => state.link !== 'live');
  const [failed, setFailed] = useState(false);
  const open = async () => {
    const result = await observe(api, card.id, true);
    setFailed(!result.ok);
    if (result.ok) await navigate(`/c/${card.id}`, { state: ARRIVED });
  };
  return (
    <li className="card" data-band={card.band}>
      <p className="card-top">
        <Handle handle={card.handle} />
        <BandTag band={card.band} />
        {card.raised && <RaisedTag />}
      </p>
      <p className="card-foot">
        <span className="card-reason">{t('read-along.with', { alias: card.with })}</span>
        <span className="card-gap" />
        <UnstyledButton
          className="read-along"
          disabled={offline}
          aria-label={t('read-along.open-one', { handle: card.handle })}
          onClick={() => void open()}
        >
          {t('read-along.open')}
        </UnstyledButton>
      </p>
      {failed && <p role="alert">{t('conversation.missing')}</p>}
    </li>
  );
}

/** Whoever holds the conversation sees who reads along. */
export function ReadAlongMark({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { observers, owner } = conversation;
  const alias = observers.join(', ');
  return (
    <p className="read-along-mark" role="status">
      {owner === 'me' && alias !== '' && t('read-along.mark', { alias })}
    </p>
  );
}

/** Says every twenty seconds that somebody still reads along, and that they do not any more when the talk is left. */
export function useReadingAlong({ id, owner, escalation }: Conversation): void {
  const { api } = useParts();
  const queries = useQueryClient();
  // Who stands in for a life in danger need not ask again.
  const reads = owner === 'other' && escalation?.mine !== 'supervisor';
  useEffect(() => {
    if (!reads) return;
    const timer = setInterval(() => {
      void observe(api, id, true).then((result) => {
        if (!result.ok) void queries.invalidateQueries({ queryKey: conversationKey(id) });
      });
    }, RENEW_MS);
    return () => {
      clearInterval(timer);
      void observe(api, id, false);
      // What was read along does not stay in the page.
      queries.removeQueries({ queryKey: conversationKey(id) });
    };
  }, [api, id, queries, reads]);
}
