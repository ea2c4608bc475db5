import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Queue, QueueCard } from '../api/types.ts';
import { EscalationSlot } from '../danger/danger-slot.tsx';
import { FrictionSlot } from '../friction/friction-slot.tsx';
import { useDesk } from '../parts.tsx';
import { failureOf, useQueue } from '../queries.ts';
import { useArrivalFocus } from '../shell/arrival.ts';
import { LoadFailed, Loading } from '../shell/load-state.tsx';
import { arrange } from '../state/queue-hold.ts';
import { CARDS_AT_ONCE } from '../state/shown-part.ts';
import { MyCardItem } from './my-card-item.tsx';
import { OfferList } from './offer-list.tsx';
import { QueueCardItem } from './queue-card-item.tsx';
import { OthersList } from './read-along.tsx';
import { type Claims, useClaims } from './use-claim.ts';

export function QueuePane({ open }: { readonly open: string | null }) {
  const { t } = useTranslation();
  const queue = useQueue();
  const forbidden = isForbidden(queue.error);
  const pane = useArrivalFocus<HTMLElement>(open === null);
  return (
    <section
      className="pane queue-pane"
      id="queue"
      ref={pane}
      tabIndex={-1}
      aria-label={t('queue.heading')}
    >
      {queue.data && <QueueLists queue={queue.data} open={open} />}
      {!queue.data && queue.isPending && <Loading />}
      {!queue.data && forbidden && <p className="blank quiet">{t('load.forbidden')}</p>}
      {!queue.data && queue.isError && !forbidden && (
        <LoadFailed onAgain={() => void queue.refetch()} />
      )}
    </section>
  );
}

function isForbidden(error: unknown): boolean {
  const failure = failureOf(error);
  return failure?.kind === 'refused' && failure.status === 403;
}

function QueueLists({ queue, open }: { readonly queue: Queue; readonly open: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      <EscalationSlot cards={queue.escalations} />
      <OfferList offers={queue.offers} mine={queue.mine} />
      <div className="queue-mine">
        <h2 className="list-title">
          {t('queue.mine')}
          <span className="count">{queue.mine.length}</span>
        </h2>
        {queue.mine.length === 0 && <p className="list-empty quiet">{t('queue.mine-empty')}</p>}
        <ul className="cards">
          {queue.mine.map((card) => (
            <MyCardItem key={card.id} card={card} open={card.id === open} />
          ))}
        </ul>
      </div>
      <WaitingList queue={queue} />
      <OthersList others={queue.others} />
      <FrictionSlot cards={queue.frictions} />
    </>
  );
}

function WaitingList({ queue }: { readonly queue: Queue }) {
  const { t } = useTranslation();
  const claims = useClaims();
  const { held, hold, release, renew } = useHold(queue.waiting);
  const { rows, fresh } = arrange(queue.waiting, held);
  const { list, most, more } = useMore();
  return (
    <div className="queue-waiting">
      <h2 className="list-title">
        {t('queue.waiting')}
        <span className="count">{queue.waiting.length}</span>
        <span className="desk-state" data-desk={queue.desk}>
          {t(`desk.${queue.desk}`)}
        </span>
      </h2>
      <div className="waiting-hold" {...hold} {...release}>
        <div role="status">
          {fresh > 0 && (
            <UnstyledButton className="fresh" onClick={renew}>
              {t('queue.fresh', { n: fresh })}
            </UnstyledButton>
          )}
        </div>
        {rows.length === 0 && <EmptyQueue queue={queue} />}
        <ul className="cards" ref={list}>
          {rows.slice(0, most).map(({ card, gone }) => (
            <QueueCardItem
              key={card.id}
              card={card}
              gone={gone}
              state={claims.of(card.id)}
              onClaim={claims.claim}
            />
          ))}
        </ul>
        {rows.length > most && (
          <UnstyledButton className="more" onClick={more}>
            {t('queue.more', { n: rows.length - most })}
          </UnstyledButton>
        )}
      </div>
      <ClaimNews claims={claims} rows={rows.map(({ card }) => card)} />
    </div>
  );
}

/** The most urgent first; the focus goes on to the first card that more brings. */
function useMore() {
  const list = useRef<HTMLUListElement>(null);
  const [most, setMost] = useState(CARDS_AT_ONCE);
  const more = () => {
    flushSync(() => setMost(most + CARDS_AT_ONCE));
    list.current?.children[most]?.querySelector<HTMLElement>('.claim')?.focus();
  };
  return { list, most, more };
}

/** So long after the last movement in the list nobody is about to press a button there. */
const HOLD_MS = 4000;

/**
 * Freezes the order while someone moves in the list. It ends by itself: a pointer left lying there, or a focus whose button
 * is gone, must not hide a new child.
 */
function useHold(waiting: readonly QueueCard[]) {
  const [held, setHeld] = useState<readonly QueueCard[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = () => {
    clearTimeout(timer.current);
    setHeld(null);
  };
  const hold = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(release, HOLD_MS);
    setHeld((before) => before ?? waiting);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    held,
    hold: { onPointerMove: hold, onFocus: hold, onKeyDown: hold },
    release: { onPointerLeave: release, onBlur: release },
    renew: () => setHeld(waiting),
  };
}

/** Says the outcome of a lost claim aloud; the card shows it too. */
function ClaimNews({
  claims,
  rows,
}: {
  readonly claims: Claims;
  readonly rows: readonly QueueCard[];
}) {
  const { t } = useTranslation();
  return (
    <p className="sr-only" role="status">
      {rows.map((card) => {
        const state = claims.of(card.id);
        if (!state || state.kind === 'claiming') return null;
        const words =
          state.kind === 'taken' ? t('queue.taken', { by: state.by }) : t(`queue.${state.kind}`);
        return `${card.handle}: ${words} `;
      })}
    </p>
  );
}

function EmptyQueue({ queue }: { readonly queue: Queue }) {
  const { t } = useTranslation();
  const link = useDesk((state) => state.link);
  const left = queue.capacity - queue.mine.filter((card) => !card.ended).length;
  const more = () => {
    if (queue.desk === 'closed') return t('queue.empty-closed');
    if (!queue.available) return t('queue.empty-away');
    return left > 0 ? t('queue.empty-available', { n: left }) : t('queue.empty-full');
  };
  return (
    <div className="list-empty">
      <p>{t('queue.empty')}</p>
      <p className="quiet">{link === 'lost' ? t('link.lost') : more()}</p>
    </div>
  );
}
