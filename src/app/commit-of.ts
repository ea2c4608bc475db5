import type { Effect } from '../domain/conversation/effect.ts';
import type { OutMessage } from '../domain/conversation/message.ts';
import type { Stepped } from '../domain/flow/step.ts';
import { makeRecord } from '../domain/record/make-record.ts';
import type { Clear, Commit, NewItem, NewLine, Turn } from '../ports/conversation-store.ts';
import type { DataKey } from '../ports/vault.ts';
import { newConversationId } from './addressing.ts';
import type { Core } from './core.ts';
import type { Urgency } from './delivery/lane.ts';
import { type OpenTurn, timersOf } from './open-turn.ts';
import { type SealedState, sealItem, sealLine, sealState } from './sealed.ts';

/** Child lines kept while nobody reads along, and while somebody does. */
const KEEP_UNASKED = 20;
const KEEP_TALK = 4000;

/** Turns what a step decided into the one commit that carries it out, everything sealed. */
export async function commitOf(
  core: Core,
  turn: Turn,
  before: OpenTurn,
  { state, effects }: Stepped,
  now: number,
): Promise<Commit> {
  const { vault, limits, worker } = core;
  const deadAt = state.timers.retention ?? now + limits.retentionMs;
  const { key, wrapped } = await keyOf(core, turn, before, deadAt, effects);
  const sealed: SealedState = { ...before.sealed, state };
  return {
    id: turn.id,
    epoch: turn.epoch,
    version: turn.stored?.version ?? 0,
    removes: turn.input === null ? { due: turn.due ?? 0 } : { input: turn.input.seq },
    state: sealState(vault, key, turn.id, sealed),
    key: wrapped,
    clear: clearOf(state),
    waiting: state.owner.kind === 'queue' ? (state.queue?.score ?? now) : null,
    due: timersOf(state)[0]?.[1] ?? null,
    deadAt,
    clearOutbox: has(effects, 'clear-outbox'),
    outbox: outboxOf(core, turn, key, sealed, effects),
    push: core.channels.get(state.channel)?.push ?? true,
    forgetLines: forgotten(effects),
    lines: linesOf(core, turn, key, effects),
    keepLines: state.marks.queued === undefined ? KEEP_UNASKED : KEEP_TALK,
    live: state.ended === null,
    successor: newConversationId(core, turn.id),
    record: has(effects, 'record') ? vault.sealRecord(JSON.stringify(makeRecord(state))) : null,
    purge: has(effects, 'purge'),
    send: { worker, ms: limits.sendLeaseMs },
    lease: { worker, ms: limits.leaseMs },
  };
}

/** The data key, wrapped for the hour in which the content must be dead by now. */
async function keyOf(
  core: Core,
  turn: Turn,
  before: OpenTurn,
  deadAt: number,
  effects: readonly Effect[],
): Promise<{ readonly key: DataKey; readonly wrapped: Commit['key'] }> {
  if (before.key === null || turn.stored === null) return core.vault.newKey(deadAt);
  // What is about to be purged needs no later death; the key of its hour may be on its way out already.
  if (has(effects, 'purge')) return { key: before.key, wrapped: turn.stored.key };
  const wrapped = await core.vault.rewrap(before.key, turn.stored.key, deadAt);
  return { key: before.key, wrapped };
}

function clearOf({ owner, language, queue }: Stepped['state']): Clear {
  return { owner, language, band: queue?.band ?? null, skill: language };
}

/** Ids follow from what the commit removes: the same turn done again gives the same messages. */
function outboxOf(
  core: Core,
  turn: Turn,
  key: DataKey,
  { address, state }: SealedState,
  effects: readonly Effect[],
): NewItem[] {
  const removed = turn.input === null ? `t${turn.due ?? 0}` : String(turn.input.seq);
  const messages = effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []));
  return messages.map((message, at) => {
    const id = `${removed}.${at}`;
    const item = { address, message, urgency: urgencyOf(state, message) };
    return { id, body: sealItem(core.vault, key, turn.id, id, item) };
  });
}

/** The last known band counts on after a counsellor took the child in. */
function urgencyOf({ queue }: SealedState['state'], { from }: OutMessage): Urgency {
  if (queue?.band === 'danger' || queue?.band === 'self-harm') return 0;
  return from === 'counsellor' ? 1 : 2;
}

function linesOf(core: Core, turn: Turn, key: DataKey, effects: readonly Effect[]): NewLine[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'line') return [];
    return [{ ref: effect.ref, body: sealLine(core.vault, key, turn.id, effect.line) }];
  });
}

function forgotten(effects: readonly Effect[]): Commit['forgetLines'] {
  if (has(effects, 'forget-lines')) return 'all';
  return effects.flatMap((effect) => (effect.kind === 'forget-line' ? [effect.ref] : []));
}

function has(effects: readonly Effect[], kind: Effect['kind']): boolean {
  return effects.some((effect) => effect.kind === kind);
}
