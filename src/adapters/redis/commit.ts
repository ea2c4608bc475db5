import { z } from 'zod';
import type { Owner } from '../../domain/conversation/owner.ts';
import type { Commit, Committed, Reassign, Reassigned } from '../../ports/conversation-store.ts';
import type { Argument } from './connect.ts';
import { type Context, keysOf } from './context.ts';
import { namesKey } from './keys.ts';
import { OutgoingReply, Owner as OwnerReply, parse, TurnReply } from './replies.ts';

const Done = z.union([
  z.tuple([z.literal('stale')]),
  z.tuple([
    z.literal('ok'),
    z.string().transform(Number),
    OutgoingReply.nullable(),
    TurnReply.nullable(),
  ]),
]);

/** Everything that a turn changes, in one step; nothing of it when the turn is no longer the right one. */
export async function commit({ redis, clock }: Context, turn: Commit): Promise<Committed> {
  const keys = keysOf(turn.id, [
    ...(['conversation', 'state', 'input', 'line', 'ready', 'outbox', 'item'] as const),
    ...(['sendable', 'fetchable', 'waiting', 'held', 'dead', 'live', 'record'] as const),
  ]);
  const reply = parse(Done, await redis.run('commit', keys, argsOf(turn, clock())), 'commit');
  if (reply[0] === 'stale') return { ok: false, error: 'stale' };
  const [, version, outbox, next] = reply;
  return { ok: true, version, outbox, next };
}

function argsOf(turn: Commit, clock: number | null): readonly Argument[] {
  const { removes, clear } = turn;
  const all = turn.forgetLines === 'all';
  const refs = turn.forgetLines === 'all' ? [] : turn.forgetLines;
  return [
    ...[clock, turn.id, turn.epoch, turn.version],
    ...('due' in removes ? ['due', removes.due] : ['input', removes.input]),
    ...[turn.state, turn.key, ...ownerArgs(clear.owner), clear.language, clear.band, clear.skill],
    ...[turn.waiting, turn.due, turn.deadAt, turn.clearOutbox, turn.push, all, turn.keepLines],
    ...[
      turn.live,
      turn.successor,
      turn.record,
      turn.purge,
      turn.send?.ms ?? null,
      turn.lease?.ms ?? null,
    ],
    ...[refs.length, ...refs],
    ...[turn.outbox.length, ...turn.outbox.flatMap(({ id, body }) => [id, body])],
    ...[turn.lines.length, ...turn.lines.flatMap(({ ref, body }) => [ref, body])],
  ];
}

function ownerArgs(owner: Owner): readonly Argument[] {
  return [owner.kind, owner.kind === 'counsellor' ? owner.id : null];
}

const Changed = z.union([
  z.tuple([z.enum(['repeated', 'missing'])]),
  z.tuple([z.literal('not-owner'), z.string(), z.string().nullable()]),
  z.tuple([z.literal('ok'), TurnReply.nullable()]),
]);

/** Changes the owner when it is still the one that the caller saw, and tells the conversation by an input. */
export async function reassign({ redis, clock }: Context, change: Reassign): Promise<Reassigned> {
  const keys = keysOf(change.id, [
    ...([
      'conversation',
      'state',
      'input',
      'ready',
      'outbox',
      'waiting',
      'held',
      'scopes',
    ] as const),
  ]);
  const args = [
    ...[clock(), change.id, ...ownerArgs(change.from), ...ownerArgs(change.to), change.waiting],
    ...[change.dedupe, change.dedupeMs, change.input, change.lease?.ms ?? null],
  ];
  const reply = await redis.run('reassign', [...keys, namesKey(change.id)], args);
  return reassignedOf(parse(Changed, reply, 'reassign'));
}

function reassignedOf(reply: z.infer<typeof Changed>): Reassigned {
  switch (reply[0]) {
    case 'ok':
      return { ok: true, turn: reply[1] };
    case 'repeated':
      return { ok: true, turn: null };
    case 'missing':
      return { ok: false, error: 'missing' };
    case 'not-owner':
      return {
        ok: false,
        error: 'not-owner',
        owner: parse(OwnerReply, reply.slice(1), 'reassign'),
      };
  }
}
