import { useEffect } from 'react';
import { followLive } from './api/live.ts';
import { singleFlight } from './api/single-flight.ts';
import type { Conversation, Queue } from './api/types.ts';
import type { Parts } from './parts.tsx';
import { conversationKey, QUEUE_KEY } from './queries.ts';

/** Keeps everything shown in step with the server for as long as the desk is open. */
export function useLiveDesk(parts: Parts, onSignedOut: () => void): void {
  useEffect(() => {
    const { queries, store } = parts;
    const refresh = refresher(parts);
    const stop = followLive({
      fetch: window.fetch.bind(window),
      wait: sleep,
      onState: (state) => {
        store.setLink(state);
        if (state === 'signed-out') onSignedOut();
        if (state === 'live') refresh.everything();
      },
      onQueue: refresh.queue,
      onSnapshot: (versions) => {
        for (const { id, version } of versions) {
          const known = queries.getQueryData<Conversation>(conversationKey(id));
          if (known && version > known.version) refresh.conversation(id);
        }
      },
      onChange: (event) => {
        refresh.queue();
        const known = queries.getQueryData<Conversation>(conversationKey(event.id));
        if (known && (event.version > known.version || event.what === 'outbox')) {
          refresh.conversation(event.id);
        }
      },
    });
    return () => {
      stop();
      store.setLink('connecting');
    };
  }, [parts, onSignedOut]);
}

function refresher({ queries }: Parts) {
  const flights = new Map<string, () => void>();
  const refetch = (queryKey: readonly unknown[]) => async () => {
    await queries.invalidateQueries({ queryKey, refetchType: 'none' });
    await queries.refetchQueries({ queryKey, type: 'active' }, { cancelRefetch: true });
  };
  const flightOf = (id: string) => {
    const flight = flights.get(id) ?? singleFlight(refetch(conversationKey(id)));
    flights.set(id, flight);
    return flight;
  };
  return {
    queue: singleFlight(async () => {
      await refetch(QUEUE_KEY)();
      for (const id of handedOn(queries)) flightOf(id)();
    }),
    conversation: (id: string) => flightOf(id)(),
    everything: singleFlight(async () => {
      await Promise.all([refetch(QUEUE_KEY)(), refetch(['conversation'])(), refetch(['about'])()]);
    }),
  };
}

/** Open as mine or read along, and no longer on my desk: nobody is told of a change in what they may not see any more. */
function handedOn(queries: Parts['queries']): readonly string[] {
  const queue = queries.getQueryData<Queue>(QUEUE_KEY);
  const here = new Set([...(queue?.mine ?? []), ...(queue?.others ?? [])].map(({ id }) => id));
  return queries
    .getQueriesData<Conversation>({ queryKey: ['conversation'] })
    .flatMap(([, known]) =>
      known !== undefined && isHeld(known) && !here.has(known.id) ? [known.id] : [],
    );
}

const isHeld = ({ owner, ended }: Conversation) =>
  ended === null && (owner === 'me' || owner === 'other');

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    reject(signal.reason);
  });
  return promise;
}
