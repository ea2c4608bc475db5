import './friction.css';
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { FRICTION_HOURS, type FrictionHours } from '../../domain/conversation/friction.ts';
import type { FrictionCard } from '../api/types.ts';
import { useServerNow } from '../desk/clock.tsx';
import { Handle } from '../desk/tags.tsx';
import { useDesk } from '../parts.tsx';
import { waited } from '../state/waited.ts';
import { isRunning, running } from './running.ts';
import { useReview } from './use-review.ts';
import { useFrictionWords } from './words.ts';

/** For a supervisor: what rests now, first what waits for a second person, and below what ended not long ago. */
export function FrictionList({ cards }: { readonly cards: readonly FrictionCard[] }) {
  const { t } = useFrictionWords();
  const now = useServerNow();
  const rests = running(cards, now);
  const ended = cards.filter((card) => !isRunning(card, now));
  return (
    <div className="queue-frictions">
      <h2 className="list-title">
        {t('list')}
        <span className="count">{rests.length}</span>
      </h2>
      <ul className="cards">
        {rests.map((card) => (
          <FrictionItem key={card.id} card={card} left={card.until - now} />
        ))}
      </ul>
      {ended.length > 0 && (
        <details className="friction-ended">
          <summary>{t('ended', { n: ended.length })}</summary>
          <ul className="cards">
            {ended.map((card) => (
              <li className="card" key={card.id}>
                <p className="card-top">
                  <Handle handle={card.handle} />
                  {t(`how.${howEnded(card)}`)}
                </p>
                <Asked card={card} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What ran when it was last read may be over by now. */
function howEnded({ stands }: FrictionCard): 'lifted' | 'not-reviewed' | 'over' {
  if (stands === 'lifted') return 'lifted';
  return stands === 'waits' || stands === 'not-reviewed' ? 'not-reviewed' : 'over';
}

function Asked({ card }: { readonly card: FrictionCard }) {
  const { t } = useFrictionWords();
  return <p className="quiet">{t('by', { why: t(`reasons.${card.why}`), alias: card.by })}</p>;
}

interface FrictionItemProps {
  readonly card: FrictionCard;
  readonly left: number;
}

function FrictionItem({ card, left }: FrictionItemProps) {
  const { t } = useFrictionWords();
  const { review, busy, problem } = useReview(card.id);
  const still = useDesk((state) => state.link !== 'live') || busy;
  return (
    <li className="card">
      <p className="card-top">
        <Handle handle={card.handle} />
        <strong>{t(card.stands === 'confirmed' ? 'confirmed' : 'waits')}</strong>
        <span className="card-gap" />
        <span className="figures">{t('left', { time: waited(left) })}</span>
      </p>
      <Asked card={card} />
      {card.stands === 'waits' && card.mine && <p className="quiet">{t('mine')}</p>}
      <div className="friction-acts">
        {card.stands === 'waits' && !card.mine && (
          <Longer
            card={card}
            still={still}
            onLonger={(hours) => void review({ kind: 'confirm', hours })}
          />
        )}
        <Button
          size="compact-sm"
          variant="default"
          disabled={still}
          aria-label={t('end-one', { handle: card.handle })}
          onClick={() => void review({ kind: 'lift' })}
        >
          {t('end')}
        </Button>
      </div>
      {problem !== null && (
        <p className="problem" role="alert">
          {t(problem)}
        </p>
      )}
    </li>
  );
}

interface LongerProps {
  readonly card: FrictionCard;
  readonly still: boolean;
  readonly onLonger: (hours: FrictionHours) => void;
}

function Longer({ card, still, onLonger }: LongerProps) {
  const { t } = useFrictionWords();
  const [hours, setHours] = useState<FrictionHours>(FRICTION_HOURS[0]);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('hours-of', { handle: card.handle })}
        title={t('hours')}
        value={String(hours)}
        onChange={({ currentTarget }) =>
          setHours(FRICTION_HOURS.find((n) => String(n) === currentTarget.value) ?? hours)
        }
        data={FRICTION_HOURS.map((n) => ({ value: String(n), label: t('hours-n', { n }) }))}
      />
      <Button
        size="compact-sm"
        variant="light"
        disabled={still}
        aria-label={t('longer-one', { handle: card.handle })}
        onClick={() => onLonger(hours)}
      >
        {t('longer')}
      </Button>
    </>
  );
}
