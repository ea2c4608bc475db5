import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Conversation } from '../api/types.ts';
import { DangerSlot } from '../danger/danger-slot.tsx';
import { BackIcon, Mark } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { failureOf, useConversation, useQueue } from '../queries.ts';
import { ARRIVED, useArrivalFocus } from '../shell/arrival.ts';
import { late } from '../shell/late.tsx';
import { LoadFailed, Loading } from '../shell/load-state.tsx';
import { pendingOf } from '../state/desk-store.ts';
import { MessageLog } from './message-log.tsx';
import { OfferStands } from './offer-stands.tsx';
import { ReadAlongMark, useReadingAlong } from './read-along.tsx';
import { ReplyBox } from './reply-box.tsx';
import { TalkHeader } from './talk-header.tsx';
import { UnsentTexts } from './unsent-texts.tsx';
import { useDraft } from './use-draft.ts';
import { PutOff, useIsPutOff } from './wrap-up-later.tsx';

const WrapUp = late(async () => (await import('./wrap-up.tsx')).WrapUp);
const BreakOffer = late(async () => (await import('./break-offer.tsx')).BreakOffer);

export function TalkPane({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  return (
    <section
      className="pane talk-pane"
      id="talk"
      tabIndex={-1}
      aria-label={t('conversation.heading')}
    >
      <UnsentTexts />
      {id === null ? <NoTalk /> : <OpenTalk id={id} />}
    </section>
  );
}

function NoTalk() {
  const { t } = useTranslation();
  const afterUrgent = useDesk((state) => state.afterUrgent);
  return (
    <div className="blank">
      {afterUrgent && <BreakOffer />}
      <Mark size={44} />
      <p className="blank-title">{t('conversation.none')}</p>
      <p className="quiet">{t('conversation.none-more')}</p>
    </div>
  );
}

function OpenTalk({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const read = useConversation(id);
  const failure = failureOf(read.error);
  if (failure?.kind === 'refused') {
    return (
      <div className="blank">
        <p className="blank-title">{t('conversation.missing')}</p>
        <Link className="back-link" to="/" state={ARRIVED}>
          <BackIcon />
          {t('conversation.back')}
        </Link>
      </div>
    );
  }
  if (read.data) return <Talk conversation={read.data} />;
  return read.isError ? <LoadFailed onAgain={() => void read.refetch()} /> : <Loading />;
}

function Talk({ conversation }: { readonly conversation: Conversation }) {
  const { store } = useParts();
  const { id, lines } = conversation;
  // What was kept comes back before what arrived of it is taken out.
  useDraft(conversation);
  useEffect(() => store.settle(id, lines), [store, id, lines]);
  const pending = useDesk((state) => pendingOf(state, id));
  const heading = useArrivalFocus<HTMLHeadingElement>();
  const wrapping = useWrapping(conversation);
  useReadingAlong(conversation);
  return (
    <>
      <TalkHeader conversation={conversation} heading={heading} />
      <ReadAlongMark conversation={conversation} />
      <DangerSlot conversation={conversation} />
      <OfferStands conversation={conversation} />
      <div className="talk-body" data-wrapping={wrapping || undefined}>
        <MessageLog conversation={conversation} pending={pending} />
        {wrapping ? (
          <WrapUpOrLater conversation={conversation} />
        ) : (
          <Below conversation={conversation} />
        )}
      </div>
    </>
  );
}

function WrapUpOrLater({ conversation }: { readonly conversation: Conversation }) {
  const [wanted, setWanted] = useState(false);
  const putOff = useIsPutOff(conversation) && !wanted;
  const { remindAt } = conversation;
  return putOff && remindAt !== null ? (
    <PutOff remindAt={remindAt} onNow={() => setWanted(true)} />
  ) : (
    <WrapUp conversation={conversation} />
  );
}

/** Mine to wrap up: it ended in my hands, however it ended, and nothing is written down yet. */
function useWrapping({ id, ended, wrapUp }: Conversation): boolean {
  const mine = useQueue().data?.mine.some((card) => card.id === id) ?? false;
  return ended !== null && wrapUp === null && mine;
}

function Below({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { owner, ended, mayWrite } = conversation;
  if (ended) {
    return (
      <Standstill>
        <strong>{t(`conversation.${ended.how === 'closed' ? 'ended' : 'left'}`)}</strong>{' '}
        {conversation.wrapUp && t('conversation.done')}
      </Standstill>
    );
  }
  if (mayWrite) return <ReplyBox conversation={conversation} />;
  const alias = conversation.ownerAlias ?? t('conversation.counsellor');
  const words = owner === 'queue' ? 'observe-queue' : owner === 'bot' ? 'observe-bot' : 'observe';
  return <Standstill>{t(`conversation.${words}`, { alias })}</Standstill>;
}

function Standstill({ children }: { readonly children: React.ReactNode }) {
  return (
    <p className="standstill" role="status">
      {children}
    </p>
  );
}
