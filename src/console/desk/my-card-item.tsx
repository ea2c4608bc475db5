import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MyCard } from '../api/types.ts';
import { CheckIcon, ClockIcon, NoteIcon, ReplyIcon } from '../icons.tsx';
import { useDesk } from '../parts.tsx';
import { ARRIVED } from '../shell/arrival.ts';
import { unreadOf } from '../state/desk-store.ts';
import { useServerNow, Waited } from './clock.tsx';
import { secondsTo } from './offer-stands.tsx';
import { BandTag, Handle, RaisedTag } from './tags.tsx';
import { useCodeWords } from './wording.ts';

export function MyCardItem({ card, open }: { readonly card: MyCard; readonly open: boolean }) {
  const { t } = useTranslation();
  const words = useCodeWords();
  const unread = useDesk((state) => unreadOf(state, card));
  return (
    <li className="card my-card" data-band={card.band} data-open={open || undefined}>
      <Link
        className="card-link"
        to={`/c/${card.id}`}
        state={ARRIVED}
        aria-current={open ? 'true' : undefined}
      >
        <span className="card-top">
          <Handle handle={card.handle} />
          <BandTag band={card.band} />
          {card.raised && <RaisedTag />}
          <span className="card-gap" />
          {!card.ended && <Waited since={card.last} words={(time) => t('queue.last', { time })} />}
        </span>
        <span className="card-foot">
          <span className="card-reason">
            {card.reason ? words.reason(card.reason) : t('queue.no-reason')}
          </span>
          <span className="card-gap" />
          {unread > 0 && <span className="unread">{t('queue.unread', { n: unread })}</span>}
          <Standing card={card} />
        </span>
      </Link>
    </li>
  );
}

/** Nudges before the child goes back to the queue; said once when it gets close, not every second. */
function FirstReply({ until }: { readonly until: number }) {
  const { t } = useTranslation();
  const left = secondsTo(until, useServerNow());
  const close = left <= 60;
  return (
    <span className="standing" data-needs={close ? 'wrap-up' : 'reply'}>
      <ReplyIcon size={14} />
      <span aria-hidden="true">{t('queue.first-reply', { n: left })}</span>
      <span className="sr-only" role="status">
        {close ? t('queue.first-reply', { n: 60 }) : ''}
      </span>
    </span>
  );
}

/** What the conversation needs now, as word and shape. */
function Standing({ card }: { readonly card: MyCard }) {
  const { t } = useTranslation();
  if (card.ended) {
    return (
      <span className="standing" data-needs="wrap-up">
        <NoteIcon size={14} />
        {t('queue.wrap-up')}
      </span>
    );
  }
  if (card.replyBy !== null) return <FirstReply until={card.replyBy} />;
  if (card.needsReply) {
    return (
      <span className="standing" data-needs="reply">
        <ReplyIcon size={14} />
        {t('queue.needs-reply')}
      </span>
    );
  }
  if (card.asleep) {
    return (
      <span className="standing">
        <ClockIcon size={14} />
        {t('queue.asleep')}
      </span>
    );
  }
  return (
    <span className="standing">
      <CheckIcon size={14} />
      {t('queue.answered')}
    </span>
  );
}
