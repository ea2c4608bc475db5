import { useTranslation } from 'react-i18next';
import type { Queue } from '../api/types.ts';
import { EscalationSlot } from '../danger/danger-slot.tsx';
import { FrictionSlot } from '../friction/friction-slot.tsx';
import { failureOf, useQueue } from '../queries.ts';
import { useArrivalFocus } from '../shell/arrival.ts';
import { LoadFailed, Loading } from '../shell/load-state.tsx';
import { ClaimNews } from './claim-news.tsx';
import { MyList } from './my-list.tsx';
import { OfferList } from './offer-list.tsx';
import { OthersList } from './read-along.tsx';
import { useClaims } from './use-claim.ts';
import { WaitingList } from './waiting-list.tsx';

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
  const claims = useClaims();
  return (
    <>
      <EscalationSlot cards={queue.escalations} />
      <OfferList offers={queue.offers} mine={queue.mine} writes={queue.writes} />
      <MyList cards={queue.mine} open={open} />
      <WaitingList queue={queue} claims={claims} />
      <OthersList others={queue.others} />
      <FrictionSlot cards={queue.frictions} />
      <ClaimNews claims={claims} />
    </>
  );
}
