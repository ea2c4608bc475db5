import type { Effect } from '../domain/conversation/effect.ts';
import type { Input } from '../domain/conversation/input.ts';
import { NOBODY } from '../domain/conversation/owner.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import type { Facts } from '../domain/flow/facts.ts';
import { type Stepped, step } from '../domain/flow/step.ts';
import type { Turn } from '../ports/conversation-store.ts';
import { commitOf } from './commit-of.ts';
import type { Core } from './core.ts';
import { isLate } from './delivery/late.ts';
import { eraseEnded, isHeldBefore, noteEnded } from './ended-talks.ts';
import { frictionOf } from './friction.ts';
import { gate, turnedAway } from './gate.ts';
import { noteMissedCallback } from './missed-callbacks.ts';
import { type KnownInput, type Opening, type OpenTurn, openTurn } from './open-turn.ts';
import { forgetFormerDraft } from './reply-drafts.ts';
import { noteTrouble } from './troubles.ts';

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
export async function takeTurn(core: Core, first: Turn, known?: KnownInput): Promise<Taken> {
  const taken = await takeOne(core, first, known);
  if (taken === null) return { kind: 'queued' };
  const { stepped, next } = taken;
  if (next !== null) core.background(async () => void (await takeTurn(core, next)));
  return { kind: 'taken', state: stepped.state, effects: stepped.effects };
}

interface Done {
  readonly stepped: Stepped;
  readonly next: Turn | null;
}

/** A turn whose step fails so often fails for ever: the input is taken out of the way. */
const FAILED_TRIES = 5;
/**
 * So often a turn may end without a commit when nobody knows why. Far more: a store that is away, a disk that stands still and
 * a process that is killed are not the input's fault, and it must not be lost to them.
 */
const LOST_TRIES = 20;

/** The step itself threw: that is the input's or the bundle's doing, not the world's. */
class StepError extends Error {
  override readonly name = 'StepError';
}

async function takeOne(core: Core, turn: Turn, known?: KnownInput): Promise<Done | null> {
  try {
    return await tryOne(core, turn, { poison: turn.attempts >= LOST_TRIES, known });
  } catch (error) {
    noteFailed(core, error);
    if (!(error instanceof StepError) || turn.attempts < FAILED_TRIES) return null;
  }
  return tryOne(core, turn, { poison: true, known }).catch((error: unknown) => {
    noteFailed(core, error);
    return null;
  });
}

function noteFailed(core: Core, error: unknown): void {
  core.log.error('turn-failed', { kind: error instanceof Error ? error.name : 'unknown' });
}

async function tryOne(core: Core, turn: Turn, how: Omit<Opening, 'now'>): Promise<Done | null> {
  const now = await core.store.now();
  const before = await openTurn(core, turn, { now, ...how });
  const stepped = await stepTurn(core, before, now);
  const { commit, said } = await commitOf(core, turn, before, stepped, now);
  await noteEnded(core, turn.id, before.sealed, stepped);
  const name = turn.input === null ? `t${turn.due ?? 0}` : String(turn.input.seq);
  await eraseEnded(core, turn.id, before.sealed, { name, effects: stepped.effects });
  const [committed] = await core.store.commit([commit]);
  if (committed?.ok !== true) {
    core.log.info('turn-stale');
    return null;
  }
  const { outbox } = committed;
  if (outbox !== null) core.send(outbox, said.get(outbox.item.body));
  if (how.poison || wasLooped(stepped)) noteDropped(core, turn);
  await noteMissedCallback(core, stepped.effects);
  await forgetFormerDraft(core, turn.id, before.sealed.state, stepped.state);
  return { stepped, next: committed.next };
}

/** A turn that ran out of steps took its input in and did not get to its end. */
function wasLooped({ effects }: Stepped): boolean {
  return effects.some((effect) => effect.kind === 'alarm' && effect.alarm === 'poison');
}

/** What a child sent is lost to us, or a timer is: never without a word to somebody who can look into it. */
function noteDropped(core: Core, { input }: Turn): void {
  core.log.error('input-dropped', { kind: input === null ? 'timer' : 'input' });
  core.background(() => noteTrouble(core, 'input-dropped', 1));
}

async function stepTurn(core: Core, before: OpenTurn, now: number): Promise<Stepped> {
  const { state } = before.sealed;
  if (before.lost && before.input === null) return gone(state);
  if (before.input === null) return { state, effects: [] };
  const door = await gate(core, before);
  if (door === 'shut') return turnedAway(core, before);
  const input: Input = door === 'paired' ? { kind: 'opened' } : before.input;
  const bundle = core.bundles.of(state.bundle);
  const facts = await factsOf(core, before, now);
  try {
    return step(bundle, state, input, facts);
  } catch {
    // Taken out of the way at last, whatever else is broken.
    if (input.kind === 'poisoned') return { state, effects: [] };
    // What it says may hold what the child wrote.
    throw new StepError();
  }
}

/** A timer woke a conversation whose content is dead: nothing of it may stay. */
function gone(state: ConversationState): Stepped {
  const ended = { ...state, owner: NOBODY, ended: 'idle' as const, timers: {}, recorded: true };
  return { state: ended, effects: [{ kind: 'purge' }] };
}

async function factsOf(core: Core, opened: OpenTurn, now: number): Promise<Facts> {
  const { sealed } = opened;
  const { state } = sealed;
  const { limits } = core;
  const [late, { deserted: _, ...desk }, heldBefore, friction, services] = await Promise.all([
    isLate(core, opened, now),
    core.deskFacts(),
    isHeldBefore(core, sealed, now),
    frictionOf(core, sealed, now),
    core.services.kinds(state.talk.globals['province'] ?? null),
  ]);
  return {
    ...desk,
    now,
    channel: state.channel,
    services,
    hold: core.hold !== null,
    heldBefore,
    friction,
    late,
    idleMs: limits.idleMs,
    retentionMs: limits.retentionMs,
    firstReplyMs: limits.firstReplyMs,
    updateMs: limits.updateMs,
  };
}
