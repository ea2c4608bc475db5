import type { Input } from '../domain/conversation/input.ts';
import type { TransferReason } from '../domain/conversation/offer.ts';
import { type Owner, QUEUE, sameOwner } from '../domain/conversation/owner.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { ConversationId } from '../ports/conversation-store.ts';
import { conversationIdOf } from './addressing.ts';
import { countClaim } from './claims.ts';
import type { Core } from './core.ts';
import { counsellor, look, refusal, speaker } from './desk-look.ts';
import type { ActError, ClaimError, DeskPeople, Viewer } from './desk-types.ts';
import { awakeHeldBy, hold, letGo } from './held.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { encloseInput } from './sealed.ts';
import { noteAlive } from './staff/presence.ts';
import { takeTurn } from './take-turn.ts';

export async function claim(
  core: Core,
  people: DeskPeople,
  viewer: Viewer,
  id: string,
  key: string,
): Promise<Result<void, ClaimError>> {
  const known = conversationIdOf(id);
  if (known === undefined) return fail({ kind: 'missing' });
  return oneAtATime(viewer.id, () => claimKnown(core, people, viewer, known, key));
}

async function claimKnown(
  core: Core,
  people: DeskPeople,
  viewer: Viewer,
  known: ConversationId,
  key: string,
): Promise<Result<void, ClaimError>> {
  const held = await awakeHeldBy(core, viewer.id);
  const again = held.some((stored) => stored.id === known);
  if (!again && held.length >= core.limits.capacity) return fail({ kind: 'at-capacity' });
  const answer = await reassign(core, known, key, QUEUE, counsellor(viewer), {
    kind: 'claimed',
    by: speaker(viewer),
  });
  if (answer === 'done' || (answer !== 'missing' && sameOwner(answer, counsellor(viewer)))) {
    const now = await core.store.now();
    // At once, so that they share what makes them durable: somebody waits for the answer.
    await Promise.all([
      hold(core, viewer.id, known),
      noteAlive(core.documents, viewer.id, now),
      answer === 'done' ? countClaim(core) : undefined,
    ]);
    return ok(undefined);
  }
  if (answer === 'missing' || answer.kind !== 'counsellor') return fail({ kind: 'missing' });
  return fail({ kind: 'already-claimed', by: (await people.aliasOf(answer.id)) ?? '' });
}

export async function release(
  core: Core,
  viewer: Viewer,
  id: string,
  key: string,
  reason?: TransferReason,
): Promise<Result<void, ActError>> {
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  const why = { why: 'counsellor' as const, ...(reason === undefined ? {} : { reason }) };
  const input: Input = { kind: 'released', by: speaker(viewer), ...why };
  const score = found.state.queue?.score ?? (await core.store.now());
  const answer = await reassign(
    core,
    found.stored.id,
    key,
    counsellor(viewer),
    QUEUE,
    input,
    score,
  );
  if (answer !== 'done') return fail({ kind: 'not-owner' });
  await letGo(core, viewer.id, found.stored.id);
  return ok(undefined);
}

/**
 * Gives back what a counsellor holds who is not there any more. Answers how many.
 *
 * @param unanswered - Only those who wait for an answer; a child who owes one is not disturbed.
 */
export async function returnHeldBy(
  core: Core,
  absent: Viewer,
  unanswered: boolean,
): Promise<number> {
  const held = await core.store.heldBy(absent.id);
  let returned = 0;
  for (const { id, version } of held) {
    const found = await look(core, id);
    // Once the child writes it is awake, and goes back to the queue then.
    const silence = found?.state.silence;
    if (silence !== undefined && (silence.asleep || unanswered)) continue;
    const score = found?.state.queue?.score ?? (await core.store.now());
    const input: Input = { kind: 'released', by: speaker(absent), why: 'absent' };
    const key = `absent/${version}`;
    const answer = await reassign(core, id, key, counsellor(absent), QUEUE, input, score);
    if (answer !== 'done') continue;
    await letGo(core, absent.id, id);
    returned += 1;
  }
  return returned;
}

/** Changes the owner in the store, then takes the turn that tells the child. */
export async function reassign(
  core: Core,
  id: ConversationId,
  key: string,
  from: Owner,
  to: Owner,
  input: Input,
  waiting: number | null = null,
): Promise<'done' | 'missing' | Owner> {
  const now = await core.store.now();
  const answer = await core.store.reassign({
    id,
    from,
    to,
    waiting,
    dedupe: core.vault.hash('dedupe', `${id}|${key}`),
    dedupeMs: core.limits.dedupeMs,
    input: await encloseInput(
      core.vault,
      { to: id, address: null, input, at: now },
      now + core.limits.retentionMs,
    ),
    lease: { worker: core.worker, ms: core.limits.leaseMs },
  });
  if (!answer.ok) return answer.error === 'missing' ? 'missing' : answer.owner;
  if (answer.turn !== null) await takeTurn(core, answer.turn);
  return 'done';
}
