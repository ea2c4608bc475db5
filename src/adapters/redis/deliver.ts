import { z } from 'zod';
import type {
  Begun,
  ConversationId,
  Sent,
  SentAnswer,
  Taken,
} from '../../ports/conversation-store.ts';
import type { Argument } from './connect.ts';
import { type Context, keysOf } from './context.ts';
import { OutgoingReply, parse } from './replies.ts';

const KEYS = ['outbox', 'item', 'sendable', 'fetchable', 'dead', 'conversation'] as const;

const Answer = z.union([
  z.tuple([z.literal('stale')]),
  z.tuple([z.literal('ok'), OutgoingReply.nullable()]),
]);

export type Outcome =
  | { readonly what: 'sent' | 'drop' }
  | { readonly what: 'begun'; readonly begun: Begun }
  | { readonly what: 'retry' | 'doubt'; readonly at: number };

/** Notes what became of the head of an outbox and hands out the next item, unless it is to be tried again. */
export async function deliver(
  { redis, clock }: Context,
  { id, epoch, item }: Sent,
  outcome: Outcome,
): Promise<SentAnswer> {
  const at = 'at' in outcome ? outcome.at : null;
  const begun = begunArgs('begun' in outcome ? outcome.begun : undefined);
  const args = [clock(), id, epoch, item, outcome.what, at, ...begun];
  const reply = parse(Answer, await redis.run('deliver', keysOf(id, KEYS), args), 'deliver');
  return reply[0] === 'ok' ? { ok: true, next: reply[1] } : { ok: false, error: 'stale' };
}

const HEAD = ['outbox', 'item', 'sendable', 'fetchable', 'dead'] as const;

function begunArgs(begun: Begun | undefined): readonly Argument[] {
  return [begun?.of ?? null, begun?.parts ?? null];
}

/** Notes that the platform took an item, or the first part of it. */
export async function taken({ redis, clock }: Context, { id, item, begun }: Taken): Promise<void> {
  const args = [clock(), id, item, ...begunArgs(begun)];
  const reply = await redis.run('taken', keysOf(id, HEAD), args);
  parse(z.enum(['noted', 'none']), reply, 'taken');
}

/** Removes the named items as long as the head is one of them. */
export async function fetched(
  { redis, clock }: Context,
  id: ConversationId,
  items: readonly string[],
): Promise<void> {
  const args = [clock(), id, items.length, ...items];
  parse(z.enum(['removed', 'none']), await redis.run('fetched', keysOf(id, KEYS), args), 'fetched');
}
