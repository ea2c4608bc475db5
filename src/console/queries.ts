import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import * as schema from '../http/api.ts';
import type { Api, ApiFailure } from './api/client.ts';
import { useParts } from './parts.tsx';

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
    queryFn: async () => {
      const queue = await read(api, 'queue', schema.Queue);
      return { ...queue, ahead: queue.now - Date.now() };
    },
  });

export const conversationQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: conversationKey(id),
    queryFn: () => read(api, `conversations/${encodeURIComponent(id)}`, schema.Conversation),
  });

export const aboutQuery = (api: Api) =>
  queryOptions({ queryKey: ['about'], queryFn: () => read(api, 'about', schema.About) });

const colleaguesQuery = (api: Api) =>
  queryOptions({
    queryKey: ['colleagues'],
    queryFn: () => read(api, 'staff', schema.Staff),
    // Who is there changes without a word.
    staleTime: 0,
  });

export const useColleagues = () => useQuery(colleaguesQuery(useParts().api));
export const useSession = () => useQuery(sessionQuery(useParts().api));
export const useQueue = () => useQuery(queueQuery(useParts().api));
export const useConversation = (id: string) => useQuery(conversationQuery(useParts().api, id));
export const useAbout = () => useQuery({ ...aboutQuery(useParts().api), retry: 1 });
