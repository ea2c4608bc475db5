import { UnstyledButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { writesTo } from '../../domain/queue/skill.ts';
import type { Queue, QueueCard } from '../api/types.ts';
import { useDesk } from '../parts.tsx';
import { placesTaken } from '../state/load.ts';
import { isUrgent } from '../state/news.ts';
import { isForOthers, waitingUnwritten } from '../state/other-language.ts';
import { arrange } from '../state/queue-hold.ts';
import { CARDS_AT_ONCE } from '../state/shown-part.ts';
import { ClaimQuestion, useClaimQuestion } from './claim-question.tsx';
import { QueueCardItem } from './queue-card-item.tsx';
import type { Claims } from './use-claim.ts';
import { useHold } from './use-hold.ts';
import { useCodeWords } from './wording.ts';

interface WaitingListProps {
  readonly queue: Queue;
  readonly claims: Claims;
}

export function WaitingList({ queue, claims }: WaitingListProps) {
  const { t } = useTranslation();
  const hold = useHold(queue.waiting);
  const { rows, fresh } = arrange(queue.waiting, hold.held);
  const { list, most, more } = useMore();
  const question = useClaimQuestion(queue, claims);
  const renew = () => {
    flushSync(hold.renew);
    list.current?.querySelector<HTMLElement>('.claim')?.focus();
  };
  return (
    <div className="queue-waiting">
      <Unwritten queue={queue} still={hold.held !== null} />
      <div className="waiting-hold" data-fresh={fresh.length > 0 || undefined} {...hold.list}>
        <h2 className="list-title">
          {t('queue.waiting')}
          <span className="count">{queue.waiting.length}</span>
          <span className="desk-state" data-desk={queue.desk}>
            {t(`desk.${queue.desk}`)}
          </span>
        </h2>
        <div role="status">{fresh.length > 0 && <Fresh cards={fresh} onShow={renew} />}</div>
        {rows.length === 0 && <EmptyQueue queue={queue} />}
        <ul className="cards" ref={list}>
          {rows.slice(0, most).map(({ card, gone }) => (
            <QueueCardItem
              key={card.id}
              card={card}
              gone={gone}
              other={!writesTo(queue.writes, card.language)}
              forOthers={isForOthers(queue, card)}
              state={claims.of(card)}
              onClaim={question.claim}
            />
          ))}
        </ul>
        {rows.length > most && (
          <UnstyledButton className="more" onClick={more}>
            {t('queue.more', { n: rows.length - most })}
          </UnstyledButton>
        )}
      </div>
      <ClaimQuestion queue={queue} question={question} />
    </div>
  );
}

interface UnwrittenProps {
  readonly queue: Queue;
  /** No card may move now, so what stands here stays as it is. */
  readonly still: boolean;
}

/** Children who wait for somebody who writes their language, and nobody on duty does. */
function Unwritten({ queue, still }: UnwrittenProps) {
  const { t } = useTranslation();
  const words = useCodeWords();
  const shown = useRef<ReturnType<typeof waitingUnwritten>>([]);
  if (!still) shown.current = waitingUnwritten(queue);
  return (
    <div className="unwritten" role="status">
      {shown.current.map(({ language, n }) => (
        <p key={language}>{t('queue.unwritten', { n, language: words.language(language) })}</p>
      ))}
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

interface FreshProps {
  readonly cards: readonly QueueCard[];
  readonly onShow: () => void;
}

/** Who came while nothing may move; over the title, so that even this moves nothing. */
function Fresh({ cards, onShow }: FreshProps) {
  const { t } = useTranslation();
  const urgent = cards.find(isUrgent);
  return (
    <UnstyledButton className="fresh" data-band={urgent?.band} onClick={onShow}>
      {t(urgent ? 'queue.fresh-urgent' : 'queue.fresh', { n: cards.length })}
    </UnstyledButton>
  );
}

function EmptyQueue({ queue }: { readonly queue: Queue }) {
  const { t } = useTranslation();
  const link = useDesk((state) => state.link);
  const left = queue.capacity - placesTaken(queue.mine);
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
