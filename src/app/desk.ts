import type { Input } from '../domain/conversation/input.ts';
import { unwritten } from '../domain/queue/skill.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { feed } from './accept.ts';
import { cannedSheet } from './canned-sheet.ts';
import { claim, release } from './change-owner.ts';
import type { Core } from './core.ts';
import { deliveredLines } from './delivered-lines.ts';
import { deskCards } from './desk-cards.ts';
import { deskLive } from './desk-live.ts';
import { look, refusal, sees, speaker } from './desk-look.ts';
import type { ActError, Desk, DeskPeople, QueueView, Viewer } from './desk-types.ts';
import { conversationView } from './desk-views.ts';
import { escalate, escalationsOf } from './escalation.ts';
import { frictionDesk, frictionsOf } from './friction.ts';
import { letGo } from './held.ts';
import { observe, othersOf } from './observe.ts';
import { refer, referrals } from './refer.ts';
import { draftOf, forgetDraftsOf, forgetLeaving, keepDraft, renewDrafts } from './reply-drafts.ts';
import { openLine } from './sealed.ts';
import { breakUntil } from './staff/breaks.ts';
import { answerTransfer, offersTo, transfer, withdrawTransfer } from './transfer.ts';

/** The shared desk: who waits, who is whose, and the acts of the one who holds a conversation. */
export function desk(core: Core, people: DeskPeople): Desk {
  const cards = deskCards(core);
  return {
    queue: (viewer) => queue(core, people, cards, viewer),
    conversation: (viewer, id) => conversation(core, people, viewer, id),
    claim: (viewer, id, key) => claim(core, people, viewer, id, key),
    say: (viewer, id, key, text) => say(core, viewer, id, key, text),
    keepDraft: (viewer, id, draft) => keepDraft(core, viewer, id, draft),
    renewDrafts: (viewer) => renewDrafts(core, viewer),
    canned: () => cannedSheet(core.bundles.current()),
    forgetDrafts: (viewer) => forgetDraftsOf(core, viewer.id),
    note: (viewer, id, key, text) =>
      act(core, viewer, id, key, { kind: 'noted', by: speaker(viewer), text }),
    checkIn: (viewer, id, key) =>
      act(core, viewer, id, key, { kind: 'checked-in', by: speaker(viewer) }),
    release: (viewer, id, key) => release(core, viewer, id, key),
    observe: (viewer, observing) => observe(core, viewer, observing),
    transfer: (viewer, to) => transfer(core, people, viewer, to),
    withdrawTransfer: (viewer, id, key) => withdrawTransfer(core, viewer, id, key),
    answerTransfer: (viewer, answer) => answerTransfer(core, viewer, answer),
    escalate: (viewer, deed) => escalate(core, viewer, deed),
    refer: (viewer, to) => refer(core, viewer, to),
    referrals: () => referrals(core),
    close: (viewer, id, key) => act(core, viewer, id, key, { kind: 'closed', by: speaker(viewer) }),
    draftWrapUp: (viewer, id, wrapUp) =>
      finish(core, viewer, id, { kind: 'wrap-up-drafted', by: speaker(viewer), wrapUp }),
    skipWrapUp: (viewer, id) => skipWrapUp(core, viewer, id),
    wrapUp: (viewer, id, wrapUp) =>
      finish(core, viewer, id, { kind: 'wrapped-up', by: speaker(viewer), wrapUp }),
    ...frictionDesk(core),
    ...deskLive(core),
  };
}

async function queue(
  core: Core,
  people: DeskPeople,
  cards: ReturnType<typeof deskCards>,
  viewer: Viewer,
): Promise<QueueView> {
  const [now, facts, waiting, mine, available, offers, others, escalations, paused, onBreak] =
    await Promise.all([
      core.store.now(),
      core.deskFacts(),
      cards.waiting(),
      cards.mine(viewer),
      people.available(viewer.id),
      offersTo(core, viewer),
      othersOf(core, viewer),
      escalationsOf(core, viewer),
      frictionsOf(core, viewer),
      breakUntil(core.documents, viewer.id),
    ]);
  return {
    now,
    desk: facts.desk,
    available,
    breakUntil: onBreak,
    capacity: core.limits.capacity,
    writes: viewer.writes ?? [],
    unwritten: unwritten(
      facts.line?.onDuty,
      waiting.map(({ language }) => language),
    ),
    waiting,
    mine,
    offers,
    others,
    escalations,
    frictions: paused,
  };
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
  const waits = new Set(outbox?.items.map((item) => item.id));
  return conversationView({
    stored,
    state,
    lines: deliveredLines(lines, waits),
    viewer,
    ownerAlias,
    undelivered: outbox?.items.length ?? 0,
    draft: await draftOf(core, viewer, found),
    windowMs: core.channels.get(state.channel)?.counsellorWindowMs ?? null,
  });
}

async function say(core: Core, viewer: Viewer, id: string, key: string, text: string) {
  const said = await act(core, viewer, id, key, { kind: 'said', by: speaker(viewer), text });
  const found = said.ok ? await look(core, id) : null;
  if (found !== null) await forgetLeaving(core, viewer, found, key);
  return said;
}

function isToChild({ kind }: Input): boolean {
  return kind === 'said' || kind === 'checked-in';
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
  // Not tried, so that the same words can be sent again once the child answers.
  if (isToChild(input) && found.state.callback !== null) return fail({ kind: 'unanswered' });
  const fed = await feed(core, found.stored.id, `${viewer.id}/${key}`, input);
  if (fed.kind === 'missing') return fail({ kind: 'child-left' });
  if (fed.kind !== 'taken' || input.kind !== 'said') return ok(undefined);
  if (fed.effects.some(({ kind }) => kind === 'send')) return ok(undefined);
  return fail({ kind: fed.state.callback === null ? 'child-left' : 'unanswered' });
}

async function skipWrapUp(core: Core, viewer: Viewer, id: string): Promise<Result<void, ActError>> {
  const before = await look(core, id);
  if (before?.state.wrapUpRemind !== undefined) return fail({ kind: 'already-skipped' });
  return finish(core, viewer, id, { kind: 'wrap-up-skipped', by: speaker(viewer) });
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
  const done = input.kind === 'wrapped-up' && found.state.ended !== null;
  if (done) await letGo(core, viewer.id, found.stored.id);
  return ok(undefined);
}
