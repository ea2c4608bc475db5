import type { Input } from '../domain/conversation/input.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { StoredConversation } from '../ports/conversation-store.ts';
import { feed } from './accept.ts';
import { claim, release, transfer } from './change-owner.ts';
import type { Core } from './core.ts';
import { look, refusal, sees, speaker } from './desk-look.ts';
import type { ActError, Desk, DeskPeople, Viewer } from './desk-types.ts';
import { cardOf, conversationView, myCardOf } from './desk-views.ts';
import { heldBy, letGo } from './held.ts';
import { openLine, openState } from './sealed.ts';

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
    transfer: (viewer, id, key, to) => transfer(core, people, viewer, { id, key, to }),
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
