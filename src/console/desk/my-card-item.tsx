import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MyCard } from '../api/types.ts';
import { CheckIcon, NoteIcon, ReplyIcon } from '../icons.tsx';
import { Waited } from './clock.tsx';
import { BandTag, Handle, RaisedTag } from './tags.tsx';
import { useCodeWords } from './wording.ts';

export function MyCardItem({ card, open }: { readonly card: MyCard; readonly open: boolean }) {
  const { t } = useTranslation();
  const words = useCodeWords();
  return (
    <li className="card my-card" data-band={card.band} data-open={open || undefined}>
      <Link className="card-link" to={`/c/${card.id}`} aria-current={open ? 'true' : undefined}>
        <span className="card-top">
          <Handle handle={card.handle} />
          <BandTag band={card.band} />
          {card.raised && <RaisedTag />}
          <span className="card-gap" />
          {!card.ended && <Waited since={card.last} words={(time) => t('queue.last', { time })} />}
        </span>
        <span className="card-foot">
          <span className="card-reason">
            {card.reason ? words.reason(card.reason) : t('band.other')}
          </span>
          <span className="card-gap" />
          <Standing card={card} />
        </span>
      </Link>
    </li>
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
  if (card.needsReply) {
    return (
      <span className="standing" data-needs="reply">
        <ReplyIcon size={14} />
        {t('queue.needs-reply')}
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
