import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyCard } from '../api/types.ts';
import { MyCardItem } from './my-card-item.tsx';

interface MyListProps {
  readonly cards: readonly MyCard[];
  readonly open: string | null;
}

/** My conversations; on demand only those whose child waits for an answer, and the one that is open. */
export function MyList({ cards, open }: MyListProps) {
  const { t } = useTranslation();
  const [only, setOnly] = useState(false);
  const waits = cards.filter(({ needsReply }) => needsReply);
  const shown = only ? cards.filter((card) => card.needsReply || card.id === open) : cards;
  return (
    <div className="queue-mine">
      <div className="list-head">
        <h2 className="list-title">
          {t('queue.mine')}
          <span className="count">{cards.length}</span>
        </h2>
        {(only || cards.length > 0) && (
          <UnstyledButton className="filter" aria-pressed={only} onClick={() => setOnly(!only)}>
            {t('queue.needs-reply')} <span className="count">{waits.length}</span>
          </UnstyledButton>
        )}
      </div>
      {shown.length === 0 && (
        <p className="list-empty quiet">
          {t(cards.length === 0 ? 'queue.mine-empty' : 'queue.mine-answered')}
        </p>
      )}
      <ul className="cards">
        {shown.map((card) => (
          <MyCardItem key={card.id} card={card} open={card.id === open} />
        ))}
      </ul>
    </div>
  );
}
