import type { Input, Speaker } from '../domain/conversation/input.ts';
import { BOT, type Owner, QUEUE, sameOwner } from '../domain/conversation/owner.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { ConversationId, StoredConversation } from '../ports/conversation-store.ts';
import { feed } from './accept.ts';
import { conversationIdOf } from './addressing.ts';
import { countClaim } from './claims.ts';
import type { Core } from './core.ts';
import type { ActError, ClaimError, Desk, Viewer } from './desk-types.ts';
import { cardOf, conversationView, myCardOf } from './desk-views.ts';
import { heldBy, hold, letGo } from './held.ts';
import { encloseInput, openLine, openState } from './sealed.ts';
import { takeTurn } from './take-turn.ts';

export interface DeskPeople {
  aliasOf(staffId: string): Promise<string | null>;
  available(staffId: string): Promise<boolean>;
}

const LONGEST_LIST = 500;

/** The shared desk: who waits, who is whose, and the acts of the one who holds a conversation. */
export function desk(core: Core, people: DeskPeople): Desk {
  return {
    async queue(viewer) {
      const [now, facts, waiting, mine, available] = await Promise.all([
        core.store.now(),
        core.deskFacts(),
        core.store.waiting(LONGEST_LIST),
        heldBy(core, viewer.id),
        people.available(viewer.id),
      ]);
      const cards = await Promise.all(waiting.map((stored) => openedCard(core, stored)));
      return {
        now,
        desk: facts.desk,
        available,
        capacity: core.limits.capacity,
        waiting: cards.flat(),
        mine: (await Promise.all(mine.map((stored) => openedMyCard(core, viewer, stored)))).flat(),
      };
    },
    conversation: (viewer, id) => conversation(core, people, viewer, id),
    claim: (viewer, id, key) => claim(core, people, viewer, id, key),
    say: (viewer, id, key, text) =>
      act(core, viewer, id, key, { kind: 'said', by: speaker(viewer), text }),
    note: (viewer, id, key, text) =>
      act(core, viewer, id, key, { kind: 'noted', by: speaker(viewer), text }),
    release: (viewer, id, key) => release(core, viewer, id, key),
    close: (viewer, id, key) => act(core, viewer, id, key, { kind: 'closed', by: speaker(viewer) }),
    wrapUp: (viewer, id, wrapUp) =>
      finish(core, viewer, id, { kind: 'wrapped-up', by: speaker(viewer), wrapUp }),
    async maySee(viewer, id) {
      const found = await look(core, id);
      return found !== null && sees(viewer, found.stored.owner, found.state);
    },
  };
}

async function openedCard(core: Core, stored: StoredConversation) {
  const opened = await openState(core.vault, stored);
  return opened === null ? [] : [cardOf(stored, opened.sealed.state)];
}

async function openedMyCard(core: Core, viewer: Viewer, stored: StoredConversation) {
  const opened = await openState(core.vault, stored);
  if (opened === null || opened.sealed.state.recorded) return [];
  const lines = (await core.store.lines(stored.id)).slice(-8);
  const last = lines.flatMap(({ body }) => openLine(core.vault, opened.key, stored.id, body) ?? []);
  return [myCardOf(stored, opened.sealed.state, last, viewer)];
}

/** A waiting child's brief is for everyone at the desk; their words are for whoever holds the conversation. */
function sees(viewer: Viewer, owner: Owner, state: ConversationState): boolean {
  if (owner.kind === 'queue') return true;
  if (sameOwner(owner, { kind: 'counsellor', id: viewer.id })) return true;
  return owner.kind === 'nobody' && state.counsellor?.id === viewer.id && !state.recorded;
}

interface Found {
  readonly stored: StoredConversation;
  readonly state: ConversationState;
  readonly key: Parameters<typeof openLine>[1];
}

async function look(core: Core, id: string): Promise<Found | null> {
  const known = conversationIdOf(id);
  const stored = known === undefined ? null : await core.store.get(known);
  if (stored === null || stored.owner.kind === BOT.kind) return null;
  const opened = await openState(core.vault, stored);
  return opened === null ? null : { stored, state: opened.sealed.state, key: opened.key };
}

async function conversation(core: Core, people: DeskPeople, viewer: Viewer, id: string) {
  const found = await look(core, id);
  if (found === null || !sees(viewer, found.stored.owner, found.state)) return null;
  const { stored, state, key } = found;
  const sealed = stored.owner.kind === 'queue' ? [] : await core.store.lines(stored.id);
  const lines = sealed.flatMap(({ seq, body }) => {
    const line = openLine(core.vault, key, stored.id, body);
    return line === null ? [] : [{ seq, ...line }];
  });
  const { owner } = stored;
  const ownerAlias = owner.kind === 'counsellor' ? await people.aliasOf(owner.id) : null;
  const outbox = await core.store.outbox(stored.id);
  return conversationView({
    stored,
    state,
    lines,
    viewer,
    ownerAlias,
    undelivered: outbox?.items.length ?? 0,
  });
}

async function claim(
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
    if (answer === 'done') await countClaim(core);
    return ok(undefined);
  }
  if (answer === 'missing' || answer.kind !== 'counsellor') return fail({ kind: 'missing' });
  return fail({ kind: 'already-claimed', by: (await people.aliasOf(answer.id)) ?? '' });
}

async function release(
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

/** An act of the one who holds the conversation. Waits for its turn, so that "the child left" is said here and now. */
async function act(
  core: Core,
  viewer: Viewer,
  id: string,
  key: string,
  input: Input,
): Promise<Result<void, ActError>> {
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  const fed = await feed(core, found.stored.id, `${viewer.id}/${key}`, input);
  if (fed.kind === 'missing') return fail({ kind: 'child-left' });
  if (fed.kind !== 'taken' || input.kind !== 'said') return ok(undefined);
  const said = fed.effects.some(({ kind }) => kind === 'send');
  return said ? ok(undefined) : fail({ kind: 'child-left' });
}

function refusal(viewer: Viewer, found: Found | null): ActError | null {
  if (found === null || !sees(viewer, found.stored.owner, found.state)) return { kind: 'missing' };
  if (sameOwner(found.stored.owner, counsellor(viewer))) return null;
  return found.state.ended === null ? { kind: 'not-owner' } : { kind: 'child-left' };
}

async function finish(
  core: Core,
  viewer: Viewer,
  id: string,
  input: Input,
): Promise<Result<void, ActError>> {
  const found = await look(core, id);
  if (found === null || found.state.counsellor?.id !== viewer.id) return fail({ kind: 'missing' });
  await feed(core, found.stored.id, `${viewer.id}/wrap-up/${core.random(8)}`, input);
  if (found.state.ended !== null) await letGo(core, viewer.id, found.stored.id);
  return ok(undefined);
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

function counsellor(viewer: Viewer): Owner {
  return { kind: 'counsellor', id: viewer.id };
}

function speaker(viewer: Viewer): Speaker {
  return { id: viewer.id, alias: viewer.alias };
}
