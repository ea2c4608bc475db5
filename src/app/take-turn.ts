import type { Effect } from '../domain/conversation/effect.ts';
import type { Input } from '../domain/conversation/input.ts';
import { NOBODY } from '../domain/conversation/owner.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import type { Facts } from '../domain/flow/facts.ts';
import { type Stepped, step } from '../domain/flow/step.ts';
import type { Turn } from '../ports/conversation-store.ts';
import { commitOf } from './commit-of.ts';
import type { Core } from './core.ts';
import { noteEnded } from './ended-talks.ts';
import { gate, turnedAway } from './gate.ts';
import { type OpenTurn, openTurn } from './open-turn.ts';

export type Taken =
  | {
      readonly kind: 'taken';
      readonly state: ConversationState;
      readonly effects: readonly Effect[];
    }
  /** Someone else is at work in the conversation; the input is safe and its turn comes. */
  | { readonly kind: 'queued' };

/**
 * Takes a leased turn: opens, steps, seals, commits, hands the outbox on, and goes on with what came meanwhile.
 *
 * Nothing is done twice: a commit names the lease, the version and the very input it removes. A turn that fails
 * leaves the input where it is, for the sweep.
 */
export async function takeTurn(core: Core, first: Turn): Promise<Taken> {
  const taken = await takeOne(core, first);
  if (taken === null) return { kind: 'queued' };
  const { stepped, next } = taken;
  if (next !== null) core.background(async () => void (await takeTurn(core, next)));
  return { kind: 'taken', state: stepped.state, effects: stepped.effects };
}

interface Done {
  readonly stepped: Stepped;
  readonly next: Turn | null;
}

async function takeOne(core: Core, turn: Turn): Promise<Done | null> {
  try {
    const now = await core.store.now();
    const before = await openTurn(core, turn, now);
    const stepped = await stepTurn(core, before, now);
    const commit = await commitOf(core, turn, before, stepped, now);
    await noteEnded(core, turn.id, { ...before.sealed, state: stepped.state }, stepped.effects);
    const [committed] = await core.store.commit([commit]);
    if (committed?.ok !== true) {
      core.log.info('turn-stale');
      return null;
    }
    if (committed.outbox !== null) core.send(committed.outbox);
    return { stepped, next: committed.next };
  } catch (error) {
    core.log.error('turn-failed', { kind: error instanceof Error ? error.name : 'unknown' });
    return null;
  }
}

async function stepTurn(core: Core, before: OpenTurn, now: number): Promise<Stepped> {
  const { state } = before.sealed;
  if (before.lost && before.input === null) return gone(state);
  if (before.input === null) return { state, effects: [] };
  const door = await gate(core, before);
  if (door === 'shut') return turnedAway(core, before);
  const input: Input = door === 'paired' ? { kind: 'opened' } : before.input;
  const bundle = core.bundles.of(state.bundle);
  return step(bundle, state, input, await factsOf(core, before, now));
}

/** A timer woke a conversation whose content is dead: nothing of it may stay. */
function gone(state: ConversationState): Stepped {
  const ended = { ...state, owner: NOBODY, ended: 'idle' as const, timers: {}, recorded: true };
  return { state: ended, effects: [{ kind: 'purge' }] };
}

async function factsOf(core: Core, { sealed, at }: OpenTurn, now: number): Promise<Facts> {
  const { state } = sealed;
  const { limits } = core;
  const [desk, services] = await Promise.all([
    core.deskFacts(),
    core.services.kinds(state.talk.globals['province'] ?? null),
  ]);
  return {
    ...desk,
    now,
    channel: state.channel,
    services,
    late: now - at > limits.lateMs,
    idleMs: limits.idleMs,
    retentionMs: limits.retentionMs,
    firstReplyMs: limits.firstReplyMs,
    updateMs: limits.updateMs,
  };
}
