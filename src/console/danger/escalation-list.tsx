import './danger.css';
import { UnstyledButton } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { EscalationCard } from '../api/types.ts';
import { BandTag, Handle } from '../desk/tags.tsx';
import { useDesk } from '../parts.tsx';
import { Failed } from './failed.tsx';
import { useDangerAct } from './use-danger-act.ts';
import { useDangerWords } from './words.ts';

/** Lives in danger, above everything else: all of them for a supervisor, their own for a counsellor. */
export function EscalationList({ cards }: { readonly cards: readonly EscalationCard[] }) {
  const { t } = useDangerWords();
  return (
    <div className="queue-escalations" data-band="danger">
      <h2 className="list-title">
        {t('list')}
        <span className="count">{cards.length}</span>
      </h2>
      <ul className="cards">
        {cards.map((card) => (
          <EscalationItem key={card.id} card={card} />
        ))}
      </ul>
    </div>
  );
}

function EscalationItem({ card }: { readonly card: EscalationCard }) {
  const { t } = useDangerWords();
  const navigate = useNavigate();
  const offline = useDesk((state) => state.link !== 'live');
  const { act, busy, failed } = useDangerAct(card.id);
  const { joined, handle, supervisor } = card;
  const open = async () => {
    if (joined || (await act({ to: 'join' })))
      await navigate(`/c/${card.id}`, { state: { claimed: true } });
  };
  return (
    <li className="card" data-band="danger">
      <p className="card-top">
        <Handle handle={handle} />
        <BandTag band={card.band} />
        {card.waits && <strong>{t(supervisor === null ? 'card-alone' : 'card-waits')}</strong>}
      </p>
      <p className="card-foot">
        <span className="card-reason">
          {[t('card-with', { alias: card.with }), supervisor].filter(Boolean).join(' · ')}
        </span>
        <span className="card-gap" />
        <UnstyledButton
          className="read-along"
          disabled={offline || busy}
          aria-label={t(joined ? 'look-one' : 'join-one', { handle })}
          onClick={() => void open()}
        >
          {t(joined ? 'look' : 'join')}
        </UnstyledButton>
      </p>
      {failed && <Failed />}
    </li>
  );
}
