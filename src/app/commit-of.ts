import type { Effect } from '../domain/conversation/effect.ts';
import type { OutMessage } from '../domain/conversation/message.ts';
import type { Stepped } from '../domain/flow/step.ts';
import { makeRecord } from '../domain/record/make-record.ts';
import type { Clear, Commit, NewItem, NewLine, Sealed, Turn } from '../ports/conversation-store.ts';
import type { DataKey } from '../ports/vault.ts';
import { newConversationId } from './addressing.ts';
import type { Core } from './core.ts';
import type { Urgency } from './delivery/lane.ts';
import { type OpenTurn, timersOf } from './open-turn.ts';
import { type SealedItem, type SealedState, sealItem, sealLine, sealState } from './sealed.ts';

/** Child lines kept while nobody reads along, and while somebody does. */
const KEEP_UNASKED = 20;
const KEEP_TALK = 4000;

/** A commit, and what its outbox holds in clear: whoever sealed it need not open it to send it. */
export interface Prepared {
  readonly commit: Commit;
  readonly said: ReadonlyMap<Sealed, SealedItem>;
}

/** Turns what a step decided into the one commit that carries it out, everything sealed. */
export async function commitOf(
  core: Core,
  turn: Turn,
  before: OpenTurn,
  { state, effects }: Stepped,
  now: number,
): Promise<Prepared> {
  const { vault, limits, worker } = core;
  const deadAt = state.timers.retention ?? now + limits.retentionMs;
  const { key, wrapped } = await keyOf(core, turn, before, deadAt, effects);
  const sealed: SealedState = { ...before.sealed, state };
  const items = itemsOf(core, turn, key, sealed, effects);
  const commit = {
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
    outbox: items.map(({ id, body }) => ({ id, body })),
    push: core.channels.get(state.channel)?.push ?? true,
    forgetLines: forgotten(effects),
    lines: linesOf(core, turn, key, sealed, effects),
    keepLines: state.marks.queued === undefined ? KEEP_UNASKED : KEEP_TALK,
    live: state.ended === null,
    successor: newConversationId(core, turn.id),
    record: has(effects, 'record') ? vault.sealRecord(JSON.stringify(makeRecord(state))) : null,
    purge: has(effects, 'purge'),
    send: { worker, ms: limits.sendLeaseMs },
    lease: { worker, ms: limits.leaseMs },
  };
  return { commit, said: new Map(items.map(({ body, item }) => [body, item])) };
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
function itemsOf(
  core: Core,
  turn: Turn,
  key: DataKey,
  { address, state }: SealedState,
  effects: readonly Effect[],
): (NewItem & { readonly item: SealedItem })[] {
  return carried(core, address, effects).map((message, at) => {
    const id = itemId(turn, at);
    const urgency = message === null ? 0 : urgencyOf(state, message);
    const item = { address, message, heardAt: state.marks.last, urgency };
    return { id, body: sealItem(core.vault, key, turn.id, id, item), item };
  });
}

/** What the outbox items of a turn carry, in order; null for a chat that is to be cleared. */
function carried(
  core: Core,
  { channel }: SealedState['address'],
  effects: readonly Effect[],
): readonly (OutMessage | null)[] {
  const clears = core.channels.get(channel)?.clear !== undefined;
  return effects.flatMap((effect) => {
    if (effect.kind === 'clear-chat' && clears) return [null];
    return effect.kind === 'send' ? [effect.message] : [];
  });
}

function itemId({ input, due }: Turn, at: number): string {
  return `${input === null ? `t${due ?? 0}` : input.seq}.${at}`;
}

/** The last known band counts on after a counsellor took the child in. */
function urgencyOf({ queue }: SealedState['state'], { from }: OutMessage): Urgency {
  if (queue?.band === 'danger' || queue?.band === 'self-harm') return 0;
  return from === 'counsellor' ? 1 : 2;
}

function linesOf(
  core: Core,
  turn: Turn,
  key: DataKey,
  { address }: SealedState,
  effects: readonly Effect[],
): NewLine[] {
  const item = counsellorItem(turn, carried(core, address, effects));
  return effects.flatMap((effect) => {
    if (effect.kind !== 'line') return [];
    const line =
      effect.line.from === 'counsellor' && item !== null ? { ...effect.line, item } : effect.line;
    return [{ ref: effect.ref, body: sealLine(core.vault, key, turn.id, line) }];
  });
}

/** The item that carries a counsellor's words, so that their line can show what became of them. */
function counsellorItem(turn: Turn, messages: readonly (OutMessage | null)[]): string | null {
  const at = messages.findIndex((message) => message?.from === 'counsellor');
  return at < 0 ? null : itemId(turn, at);
}

function forgotten(effects: readonly Effect[]): Commit['forgetLines'] {
  if (has(effects, 'forget-lines')) return 'all';
  return effects.flatMap((effect) => (effect.kind === 'forget-line' ? [effect.ref] : []));
}

function has(effects: readonly Effect[], kind: Effect['kind']): boolean {
  return effects.some((effect) => effect.kind === kind);
}
