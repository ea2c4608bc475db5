import { OFFER_MS } from '../domain/conversation/offer.ts';
import { sameOwner } from '../domain/conversation/owner.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { ConversationId } from '../ports/conversation-store.ts';
import { feed } from './accept.ts';
import { reassign, release } from './change-owner.ts';
import type { Core } from './core.ts';
import { counsellor, type Found, look, refusal, speaker } from './desk-look.ts';
import type {
  ActError,
  DeskPeople,
  OfferView,
  TransferError,
  TransferTo,
  Viewer,
} from './desk-types.ts';
import { cardOf } from './desk-views.ts';
import { awakeHeldBy, hold, letGo } from './held.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { noteAlive } from './staff/presence.ts';

/**
 * Asks a colleague who is there and has room to go on; until they accept, the conversation stays where it is. The queue
 * needs no asking: the child is back at the old place, and whoever claims has accepted.
 */
export async function transfer(
  core: Core,
  people: DeskPeople,
  viewer: Viewer,
  { id, key, to, why }: TransferTo,
): Promise<Result<void, TransferError>> {
  if (to === null) return release(core, viewer, id, key, why);
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  const alias = to === viewer.id ? null : await people.aliasOf(to);
  if (alias === null || !(await people.available(to))) return fail({ kind: 'unavailable' });
  if (!(await hasRoom(core, to))) return fail({ kind: 'unavailable' });
  const by = speaker(viewer);
  // The index first: an offer without it would be one that nobody sees.
  await list(core, to, found.stored.id);
  const asked = { kind: 'offered' as const, by, to: { id: to, alias }, why };
  const fed = await feed(core, found.stored.id, `${viewer.id}/${key}`, asked);
  return fed.kind === 'missing' ? fail({ kind: 'child-left' }) : ok(undefined);
}

/** Takes the question back. */
export async function withdrawTransfer(
  core: Core,
  viewer: Viewer,
  id: string,
  key: string,
): Promise<Result<void, ActError>> {
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  const ended = { kind: 'offer-ended' as const, by: speaker(viewer), how: 'withdrawn' as const };
  await feed(core, found.stored.id, `${viewer.id}/${key}`, ended);
  return ok(undefined);
}

/** The answer of whoever was asked. An offer that lapsed or was taken back is `missing`, like one that never was. */
export async function answerTransfer(
  core: Core,
  viewer: Viewer,
  { id, key, accept }: { readonly id: string; readonly key: string; readonly accept: boolean },
): Promise<Result<void, TransferError>> {
  const found = await look(core, id);
  if (found === null) return fail({ kind: 'missing' });
  if (accept && sameOwner(found.stored.owner, counsellor(viewer))) return ok(undefined);
  if (!isOffered(found, viewer, await core.store.now())) return fail({ kind: 'missing' });
  if (accept) return oneAtATime(viewer.id, () => takeOver(core, viewer, found, key));
  const ended = { kind: 'offer-ended' as const, by: speaker(viewer), how: 'declined' as const };
  await feed(core, found.stored.id, `${viewer.id}/${key}`, ended);
  await unlist(core, viewer.id, found.stored.id);
  return ok(undefined);
}

async function takeOver(
  core: Core,
  viewer: Viewer,
  { stored, state }: Found,
  key: string,
): Promise<Result<void, TransferError>> {
  const from = state.counsellor;
  if (from === null) return fail({ kind: 'missing' });
  if (!(await hasRoom(core, viewer.id))) return fail({ kind: 'unavailable' });
  const mine = counsellor(viewer);
  const input = { kind: 'transferred' as const, from, to: speaker(viewer) };
  const owner = { kind: 'counsellor' as const, id: from.id };
  const answer = await reassign(core, stored.id, key, owner, mine, input);
  if (answer !== 'done' && (answer === 'missing' || !sameOwner(answer, mine))) {
    return fail({ kind: 'missing' });
  }
  await hold(core, viewer.id, stored.id);
  await noteAlive(core.documents, viewer.id, await core.store.now());
  await letGo(core, from.id, stored.id);
  await unlist(core, viewer.id, stored.id);
  return ok(undefined);
}

/** What colleagues ask of this viewer: the brief and the reason, and no word of the child before they accept. */
export async function offersTo(core: Core, viewer: Viewer): Promise<readonly OfferView[]> {
  const listed = await core.documents.list(prefix(viewer.id));
  if (listed.length === 0) return [];
  const now = await core.store.now();
  const found = await Promise.all(
    listed.map(({ key }) => look(core, key.slice(prefix(viewer.id).length))),
  );
  return found.flatMap((one) => {
    if (one === null || !isOffered(one, viewer, now)) return [];
    const { offer, counsellor: from } = one.state;
    if (offer === undefined) return [];
    const { why, until } = offer;
    return [{ ...cardOf(one.stored, one.state), from: from?.alias ?? '', why, until }];
  });
}

function isOffered({ stored, state }: Found, viewer: Viewer, now: number): boolean {
  const { offer } = state;
  return stored.owner.kind === 'counsellor' && offer?.to.id === viewer.id && offer.until > now;
}

async function hasRoom(core: Core, staff: string): Promise<boolean> {
  return (await awakeHeldBy(core, staff)).length < core.limits.capacity;
}

/** An index only: the conversation itself says to whom it is offered. */
async function list(core: Core, staff: string, id: ConversationId): Promise<void> {
  const key = prefix(staff) + id;
  await core.documents.delete(key);
  await core.documents.put(key, {}, 0, 2 * OFFER_MS);
}

async function unlist(core: Core, staff: string, id: ConversationId): Promise<void> {
  await core.documents.delete(prefix(staff) + id);
}

function prefix(staff: string): string {
  return `offered/${staff}/`;
}
