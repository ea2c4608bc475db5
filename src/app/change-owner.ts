import type { Input } from '../domain/conversation/input.ts';
import { type Owner, QUEUE, sameOwner } from '../domain/conversation/owner.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { ConversationId } from '../ports/conversation-store.ts';
import { conversationIdOf } from './addressing.ts';
import { countClaim } from './claims.ts';
import type { Core } from './core.ts';
import { counsellor, look, refusal, speaker } from './desk-look.ts';
import type { ActError, ClaimError, DeskPeople, TransferError, Viewer } from './desk-types.ts';
import { heldBy, hold, letGo } from './held.ts';
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
  const held = (await heldBy(core, viewer.id)).filter(({ owner }) => owner.kind === 'counsellor');
  const again = held.some((stored) => stored.id === known);
  if (!again && held.length >= core.limits.capacity) return fail({ kind: 'at-capacity' });
  const answer = await reassign(core, known, key, QUEUE, counsellor(viewer), {
    kind: 'claimed',
    by: speaker(viewer),
  });
  if (answer === 'done' || (answer !== 'missing' && sameOwner(answer, counsellor(viewer)))) {
    await hold(core, viewer.id, known);
    await noteAlive(core.documents, viewer.id, await core.store.now());
    if (answer === 'done') await countClaim(core);
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
): Promise<Result<void, ActError>> {
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  const input: Input = { kind: 'released', by: speaker(viewer), why: 'counsellor' };
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

interface Transfer {
  readonly id: string;
  readonly key: string;
  /** Whom it goes to. */
  readonly to: string;
}

/** Hands a conversation to a colleague who is there and has room. The child is told who is here now. */
export async function transfer(
  core: Core,
  people: DeskPeople,
  viewer: Viewer,
  { id, key, to }: Transfer,
): Promise<Result<void, TransferError>> {
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  const alias = to === viewer.id ? null : await people.aliasOf(to);
  if (alias === null || !(await people.available(to))) return fail({ kind: 'unavailable' });
  const held = (await heldBy(core, to)).filter(({ owner }) => owner.kind === 'counsellor');
  if (held.length >= core.limits.capacity) return fail({ kind: 'unavailable' });
  const target: Owner = { kind: 'counsellor', id: to };
  const input: Input = { kind: 'transferred', from: speaker(viewer), to: { id: to, alias } };
  const answer = await reassign(core, found.stored.id, key, counsellor(viewer), target, input);
  if (answer !== 'done' && (answer === 'missing' || !sameOwner(answer, target))) {
    return fail({ kind: 'not-owner' });
  }
  await hold(core, to, found.stored.id);
  await letGo(core, viewer.id, found.stored.id);
  return ok(undefined);
}

/** Gives back what a counsellor holds who is not there any more. Answers how many. */
export async function returnHeldBy(core: Core, absent: Viewer): Promise<number> {
  const held = await core.store.heldBy(absent.id);
  let returned = 0;
  for (const { id, version } of held) {
    const found = await look(core, id);
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
async function reassign(
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
