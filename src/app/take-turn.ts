import type { Effect } from '../domain/conversation/effect.ts';
import type { Input, TimerName } from '../domain/conversation/input.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import type { Facts } from '../domain/flow/facts.ts';
import { newConversation, type Stepped, step } from '../domain/flow/step.ts';
import { makeRecord } from '../domain/record/make-record.ts';
import type { Commit, Turn } from '../ports/conversation-store.ts';
import type { DataKey } from '../ports/vault.ts';
import { canonicalAddress } from './addressing.ts';
import type { Core } from './core.ts';
import { deliver } from './deliver.ts';
import {
  discloseInput,
  openState,
  type SealedInput,
  type SealedState,
  sealItem,
  sealLine,
  sealState,
} from './sealed.ts';

export type Taken =
  | {
      readonly kind: 'taken';
      readonly state: ConversationState;
      readonly effects: readonly Effect[];
    }
  /** Someone else is at work in the conversation; the input is safe and its turn comes. */
  | { readonly kind: 'queued' };

/** After this many tries that ended without a commit, an input is taken out of the way. */
const POISON_ATTEMPTS = 5;
/** Child lines kept while nobody reads along, and while somebody does. */
const KEEP_UNASKED = 20;
const KEEP_TALK = 4000;

/**
 * Takes a leased turn: opens, steps, seals, commits, hands the outbox on, and goes on with what came meanwhile.
 *
 * Nothing is done twice: a commit names the lease, the version and the very input it removes. A turn that fails leaves the
 * input where it is, for the sweep.
 */
export async function takeTurn(core: Core, first: Turn): Promise<Taken> {
  const taken = await takeOne(core, first);
  if (taken.kind !== 'done') return { kind: 'queued' };
  if (taken.next !== null) {
    const { next } = taken;
    core.background(async () => void (await takeTurn(core, next)));
  }
  return { kind: 'taken', state: taken.stepped.state, effects: taken.stepped.effects };
}

type Done = { readonly kind: 'done'; readonly stepped: Stepped; readonly next: Turn | null };

async function takeOne(core: Core, turn: Turn): Promise<Done | { readonly kind: 'left' }> {
  try {
    const before = await openTurn(core, turn);
    const now = await core.store.now();
    const stepped =
      before.input === null
        ? { state: before.sealed.state, effects: [] }
        : step(
            core.bundles.of(before.sealed.state.bundle),
            before.sealed.state,
            before.input,
            await factsOf(core, before, now),
          );
    const commit = await commitOf(core, turn, before, stepped, now);
    const [committed] = await core.store.commit([commit]);
    if (committed === undefined || !committed.ok) {
      core.log.info('turn-stale');
      return { kind: 'left' };
    }
    const { outbox } = committed;
    if (outbox !== null) core.background(() => deliver(core, outbox));
    return { kind: 'done', stepped, next: committed.next };
  } catch (error) {
    core.log.error('turn-failed', { kind: error instanceof Error ? error.name : 'unknown' });
    return { kind: 'left' };
  }
}

/** A turn with its content readable. */
interface Opened {
  readonly sealed: SealedState;
  readonly key: DataKey | null;
  /** Null when there is nothing to do but to take the head out of the way. */
  readonly input: Input | null;
  /** When the child did it (ms). */
  readonly at: number;
}

async function openTurn(core: Core, turn: Turn): Promise<Opened> {
  const envelope =
    turn.input === null ? null : await discloseInput(core.vault, turn.id, turn.input.body);
  const stored = turn.stored === null ? null : await openState(core.vault, turn.stored);
  if (turn.stored !== null && stored === null) core.log.warn('content-lost');
  const sealed = stored?.sealed ?? (await foundConversation(core, turn, envelope));
  const opened = { sealed, key: stored?.key ?? null };
  if (turn.attempts >= POISON_ATTEMPTS) {
    return { ...opened, input: { kind: 'poisoned' }, at: Number.MAX_SAFE_INTEGER };
  }
  if (turn.input === null) {
    const name = dueTimer(sealed.state, turn.due ?? 0);
    return { ...opened, input: name === null ? null : { kind: 'timer', name }, at: turn.due ?? 0 };
  }
  if (envelope === null || !belongs(envelope, turn, sealed)) {
    core.log.warn('content-lost');
    return { ...opened, input: null, at: 0 };
  }
  return { ...opened, input: envelope.input, at: envelope.at };
}

/** An input speaks in the conversation that it was sealed for, and in no other. */
function belongs(envelope: SealedInput, turn: Turn, sealed: SealedState): boolean {
  return envelope.to === turn.id || envelope.to === sealed.addressKey;
}

/** The first turn of a conversation. One whose content is gone begins anew as well, knowing nothing. */
async function foundConversation(
  core: Core,
  turn: Turn,
  envelope: SealedInput | null,
): Promise<SealedState> {
  const address = envelope?.address ?? { channel: 'web' as const, id: '' };
  const now = await core.store.now();
  return {
    state: newConversation(core.bundles.current(), address.channel, core.random(8), now),
    address,
    addressKey: envelope?.address ? await canonicalAddress(core, address) : (turn.id as never),
  };
}

/** The earliest timer that is due; a turn may find none when a commit in between moved it. */
function dueTimer(state: ConversationState, due: number): TimerName | null {
  const timers = timersOf(state).filter(([, at]) => at <= due);
  return timers[0]?.[0] ?? null;
}

function timersOf(state: ConversationState): [TimerName, number][] {
  const names: readonly TimerName[] = ['idle', 'update', 'first-reply', 'feedback', 'retention'];
  return names
    .flatMap((name): [TimerName, number][] => {
      const at = state.timers[name];
      return at === undefined ? [] : [[name, at]];
    })
    .sort(([, a], [, b]) => a - b);
}

async function factsOf(core: Core, opened: Opened, now: number): Promise<Facts> {
  const { state } = opened.sealed;
  const desk = await core.deskFacts();
  return {
    ...desk,
    now,
    channel: state.channel,
    services: await core.services.kinds(state.talk.globals['province'] ?? null),
    late: now - opened.at > core.limits.lateMs,
    idleMs: core.limits.idleMs,
    retentionMs: core.limits.retentionMs,
    firstReplyMs: core.limits.firstReplyMs,
    updateMs: core.limits.updateMs,
  };
}

async function commitOf(
  core: Core,
  turn: Turn,
  before: Opened,
  { state, effects }: Stepped,
  now: number,
): Promise<Commit> {
  const { vault, limits } = core;
  const timers = timersOf(state);
  const deadAt = state.timers.retention ?? now + limits.retentionMs;
  const { key, wrapped } = await keyOf(core, turn, before, deadAt);
  const removed = turn.input === null ? `t${turn.due ?? 0}` : String(turn.input.seq);
  const sealed: SealedState = { ...before.sealed, state };
  const purge = has(effects, 'purge');
  return {
    id: turn.id,
    epoch: turn.epoch,
    version: turn.stored?.version ?? 0,
    removes: turn.input === null ? { due: turn.due ?? 0 } : { input: turn.input.seq },
    state: sealState(vault, key, turn.id, sealed),
    key: wrapped,
    clear: {
      owner: state.owner,
      language: state.language,
      band: state.queue?.band ?? null,
      skill: state.language,
    },
    waiting: state.owner.kind === 'queue' ? (state.queue?.score ?? now) : null,
    due: timers[0]?.[1] ?? null,
    deadAt,
    clearOutbox: has(effects, 'clear-outbox'),
    outbox: effects
      .flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []))
      .map((message, at) => {
        const id = `${removed}.${at}`;
        const body = sealItem(vault, key, turn.id, id, { address: sealed.address, message });
        return { id, body };
      }),
    push: core.channels.get(state.channel)?.push ?? true,
    forgetLines: forgotten(effects),
    lines: effects.flatMap((effect) =>
      effect.kind === 'line'
        ? [{ ref: effect.ref, body: sealLine(vault, key, turn.id, effect.line) }]
        : [],
    ),
    keepLines: state.marks.queued === undefined ? KEEP_UNASKED : KEEP_TALK,
    live: state.ended === null,
    record: has(effects, 'record') ? vault.sealRecord(JSON.stringify(makeRecord(state))) : null,
    purge,
    send: { worker: core.worker, ms: limits.sendLeaseMs },
    lease: { worker: core.worker, ms: limits.leaseMs },
  };
}

async function keyOf(
  core: Core,
  turn: Turn,
  before: Opened,
  deadAt: number,
): Promise<{ key: DataKey; wrapped: Commit['key'] }> {
  if (before.key === null || turn.stored === null) return core.vault.newKey(deadAt);
  const wrapped = await core.vault.rewrap(before.key, turn.stored.key, deadAt);
  return { key: before.key, wrapped };
}

function has(effects: readonly Effect[], kind: Effect['kind']): boolean {
  return effects.some((effect) => effect.kind === kind);
}

function forgotten(effects: readonly Effect[]): Commit['forgetLines'] {
  if (has(effects, 'forget-lines')) return 'all';
  return effects.flatMap((effect) => (effect.kind === 'forget-line' ? [effect.ref] : []));
}
