import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import * as schema from '../http/api.ts';
import type { Api, ApiFailure } from './api/client.ts';
import { readConversation } from './api/read-conversation.ts';
import { readQueue } from './api/read-queue.ts';
import type { Conversation, Queue } from './api/types.ts';
import { useParts } from './parts.tsx';
import { heardServerTime } from './state/server-clock.ts';

/** A failed read, as TanStack Query wants it: thrown, and narrowed again by `failureOf`. */
class ReadError extends Error {
  readonly failure: ApiFailure;
  constructor(failure: ApiFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

export const failureOf = (error: unknown): ApiFailure | null =>
  error instanceof ReadError ? error.failure : null;

const final = (error: unknown) => failureOf(error)?.kind !== 'unreachable';

/** Live events say when to read again, so nothing is read on a timer or on focus. */
export function consoleQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (count, error) => !final(error) && count < 2,
        retryDelay: (count) => 400 * 2 ** count,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

async function read<T>(api: Api, path: string, shape: z.ZodType<T>): Promise<T> {
  const result = await api.read({ method: 'GET', path }, shape);
  if (!result.ok) throw new ReadError(result.error);
  return result.value;
}

export const SESSION_KEY = ['session'] as const;
export const QUEUE_KEY = ['queue'] as const;
export const conversationKey = (id: string) => ['conversation', id] as const;

export const sessionQuery = (api: Api) =>
  queryOptions({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      const result = await api.read({ method: 'GET', path: 'session' }, schema.Session);
      if (result.ok) return result.value;
      if (result.error.kind === 'signed-out') return null;
      throw new ReadError(result.error);
    },
  });

export const queueQuery = (api: Api) =>
  queryOptions({
    queryKey: QUEUE_KEY,
    queryFn: async ({ client }) => {
      const queue = await readQueue(
        (path, shape) => read(api, path, shape),
        client.getQueryData<Queue>(QUEUE_KEY),
      );
      heardServerTime(queue.now);
      return queue;
    },
  });

export const conversationQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: conversationKey(id),
    queryFn: ({ client }) =>
      readConversation(
        (path, shape) => read(api, path, shape),
        id,
        client.getQueryData<Conversation>(conversationKey(id)),
      ),
  });

export const aboutQuery = (api: Api) =>
  queryOptions({ queryKey: ['about'], queryFn: () => read(api, 'about', schema.About) });

export const ACCOUNT_KEY = ['account'] as const;
const accountQuery = (api: Api) =>
  queryOptions({
    queryKey: ACCOUNT_KEY,
    queryFn: () => read(api, 'me/account', schema.Account),
    staleTime: 0,
  });

export const CAMPAIGNS_KEY = ['campaigns'] as const;
const campaignsQuery = (api: Api) =>
  queryOptions({
    queryKey: CAMPAIGNS_KEY,
    queryFn: async () => (await read(api, 'campaigns', schema.Campaigns)).campaigns,
    staleTime: 0,
  });

const colleaguesQuery = (api: Api) =>
  queryOptions({
    queryKey: ['colleagues'],
    queryFn: () => read(api, 'staff', schema.Staff),
    // Who is there changes without a word.
    staleTime: 0,
  });

const cannedQuery = (api: Api) =>
  queryOptions({
    queryKey: ['canned'],
    queryFn: async () => (await read(api, 'canned', schema.Canned)).replies,
    // A new bundle may be published during a shift.
    staleTime: 60_000,
  });

export const useCanned = () => useQuery(cannedQuery(useParts().api));
export const useCampaigns = () => useQuery(campaignsQuery(useParts().api));
export const useColleagues = () => useQuery(colleaguesQuery(useParts().api));
export const useOwnAccount = () => useQuery(accountQuery(useParts().api));
export const useSession = () => useQuery(sessionQuery(useParts().api));
/** What is known of the queue, without asking for it: not everybody may. */
export const useKnownQueue = () => useQuery({ ...queueQuery(useParts().api), enabled: false }).data;
export const useQueue = () => useQuery(queueQuery(useParts().api));
export const useConversation = (id: string) => useQuery(conversationQuery(useParts().api, id));
export const useAbout = () => useQuery({ ...aboutQuery(useParts().api), retry: 1 });
