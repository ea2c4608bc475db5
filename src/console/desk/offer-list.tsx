import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { writesTo } from '../../domain/queue/skill.ts';
import { actKey } from '../api/act-key.ts';
import type { MyCard, OfferCard, Queue } from '../api/types.ts';
import { useDesk, useParts } from '../parts.tsx';
import { QUEUE_KEY } from '../queries.ts';
import { ARRIVED } from '../shell/arrival.ts';
import { useServerNow } from './clock.tsx';
import { secondsTo } from './offer-stands.tsx';
import { BandTag, ChannelAndLanguage, Handle, OtherLanguageTag } from './tags.tsx';
import { useCodeWords } from './wording.ts';

interface OfferListProps {
  readonly offers: readonly OfferCard[];
  readonly mine: readonly MyCard[];
  readonly writes: Queue['writes'];
}

/** Colleagues ask me to go on with a child; and what became of a question that I did not answer. */
export function OfferList({ offers, mine, writes }: OfferListProps) {
  const { t } = useTranslation();
  const { over, answered } = useOver(offers, mine);
  return (
    <div className="queue-offers">
      <ul className="cards">
        {offers.map((offer) => (
          <OfferItem key={offer.id} offer={offer} writes={writes} onAnswered={answered} />
        ))}
      </ul>
      <p className="offer-over" role="status">
        {over !== null && t('transfer.over', { handle: over.handle, alias: over.from })}
      </p>
    </div>
  );
}

/** The last offer that went away without an answer of mine; shown until another one comes. */
function useOver(offers: readonly OfferCard[], mine: readonly MyCard[]) {
  const before = useRef<readonly OfferCard[]>([]);
  const done = useRef(new Set<string>());
  const [over, setOver] = useState<OfferCard | null>(null);
  useEffect(() => {
    const here = new Set([...offers, ...mine].map(({ id }) => id));
    const gone = before.current.filter(({ id }) => !here.has(id) && !done.current.has(id));
    const came = offers.some(({ id }) => !before.current.some((one) => one.id === id));
    before.current = offers;
    if (gone[0] !== undefined) setOver(gone[0]);
    else if (came) setOver(null);
    for (const { id } of offers) if (came) done.current.delete(id);
  }, [offers, mine]);
  return { over, answered: (id: string) => done.current.add(id) };
}

interface OfferItemProps {
  readonly offer: OfferCard;
  readonly writes: Queue['writes'];
  readonly onAnswered: (id: string) => void;
}

function OfferItem({ offer, writes, onAnswered }: OfferItemProps) {
  const { t } = useTranslation();
  const words = useCodeWords();
  const now = useServerNow();
  const offline = useDesk((state) => state.link !== 'live');
  const { answer, busy, problem } = useAnswer(offer.id, onAnswered);
  const { handle } = offer;
  return (
    <li className="card offer-card" data-band={offer.band}>
      <p className="offer-asked" role="status">
        {t('transfer.asked', { alias: offer.from })}: {t(`transfer.why.${offer.why}`)}
      </p>
      <p className="card-top">
        <Handle handle={handle} />
        <BandTag band={offer.band} />
        <span className="card-gap" />
        <span aria-hidden="true">{t('transfer.left', { n: secondsTo(offer.until, now) })}</span>
      </p>
      {!writesTo(writes, offer.language) && <OtherLanguageTag />}
      <p className="card-foot">
        <span className="card-reason">
          {offer.reason ? words.reason(offer.reason) : t('queue.no-reason')}
        </span>
        <span className="card-gap" />
        <ChannelAndLanguage channel={offer.channel} language={offer.language} />
      </p>
      <p className="offer-acts">
        <Button
          size="compact-sm"
          disabled={offline || busy}
          aria-label={t('transfer.accept-one', { handle })}
          onClick={() => void answer(true)}
        >
          {t('transfer.accept')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={offline || busy}
          aria-label={t('transfer.decline-one', { handle })}
          onClick={() => void answer(false)}
        >
          {t('transfer.decline')}
        </Button>
      </p>
      {problem !== null && <p role="alert">{t(`transfer.${problem}`)}</p>}
    </li>
  );
}

function useAnswer(id: string, onAnswered: (id: string) => void) {
  const { api } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [key] = useState(actKey());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<'full' | 'failed' | null>(null);
  const answer = async (accept: boolean) => {
    setBusy(true);
    setProblem(null);
    const path = `conversations/${encodeURIComponent(id)}/transfer/answer`;
    const result = await api.act({ method: 'POST', path, body: { key, accept } });
    if (result.ok) onAnswered(id);
    await queries.invalidateQueries({ queryKey: QUEUE_KEY });
    setBusy(false);
    if (result.ok && accept) return navigate(`/c/${id}`, { state: ARRIVED });
    // The card goes away with its buttons.
    if (result.ok) return document.getElementById('queue')?.focus();
    const full = result.error.kind === 'refused' && result.error.error === 'unavailable';
    setProblem(full ? 'full' : 'failed');
  };
  return { answer, busy, problem };
}
