import type { ConversationState } from '../domain/conversation/state.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { ConversationId, Sealed } from '../ports/conversation-store.ts';
import type { Json } from '../ports/documents.ts';
import type { Core } from './core.ts';
import { type Found, look, refusal } from './desk-look.ts';
import type { ActError, ReplyDraft, Viewer } from './desk-types.ts';
import { fieldsOf } from './staff/member.ts';

/** A desk that nobody touches for so long has lost its thread anyway. */
const KEPT_MS = 15 * 60_000;
/** While the page is open it is kept, so long after the last change of it at most. */
const MOST_MS = 2 * 3_600_000;

/**
 * What a counsellor has written in one conversation and not sent, so that a reload does not lose it on a machine that keeps
 * nothing itself. Sealed with the conversation's own key, under the name of its writer; gone minutes later by itself.
 */
export async function keepDraft(
  core: Core,
  viewer: Viewer,
  id: string,
  draft: ReplyDraft,
): Promise<Result<void, ActError>> {
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  await write(core, viewer.id, found, draft);
  // It may have changed hands while this was written.
  const lost = refusal(viewer, await look(core, id));
  if (lost === null) return ok(undefined);
  await forgetDraft(core, viewer.id, found.stored.id);
  return fail(lost);
}

/** Null where there is none, or none of this viewer's. */
export async function draftOf(
  core: Core,
  viewer: Viewer,
  found: Found,
): Promise<ReplyDraft | null> {
  if (refusal(viewer, found) !== null) return null;
  return read(core, viewer.id, found);
}

/** The line has its place in the transcript: it needs no other. */
export async function forgetLeaving(
  core: Core,
  viewer: Viewer,
  found: Found,
  key: string,
): Promise<void> {
  const draft = await read(core, viewer.id, found);
  if (draft === null || !draft.leaving.some((one) => one.key === key)) return;
  const leaving = draft.leaving.filter((one) => one.key !== key);
  await write(core, viewer.id, found, { ...draft, leaving });
}

/** Whoever does not hold it any more, because it ended or went to somebody else, has no draft in it. */
export async function forgetFormerDraft(
  core: Core,
  id: ConversationId,
  before: ConversationState,
  after: ConversationState,
): Promise<void> {
  const former = before.counsellor?.id;
  if (former === undefined || before.ended !== null) return;
  if (after.ended === null && after.counsellor?.id === former) return;
  await forgetDraft(core, former, id);
}

/**
 * Called by a live connection, again and again: what its person wrote stays while the page is open and the conversation
 * theirs. Only the time is put off, so that an old page cannot bring back what a newer one changed.
 */
export async function renewDrafts(core: Core, viewer: Viewer): Promise<void> {
  const kept = await core.documents.list(prefix(viewer.id));
  if (kept.length === 0) return;
  const now = await core.store.now();
  for (const { key, version, value } of kept) {
    const { since, until, ...rest } = fieldsOf(value);
    if (typeof since !== 'number' || typeof until !== 'number') continue;
    const later = Math.min(now + KEPT_MS, since + MOST_MS);
    if (until - now > KEPT_MS / 2 || later <= until) continue;
    const found = await look(core, key.slice(prefix(viewer.id).length));
    if (refusal(viewer, found) !== null) continue;
    // Lost to a change of it: then it has a new time of its own.
    await core.documents.put(key, { ...rest, since, until: later }, version, later - now);
  }
}

/** At the end of a shift. */
export async function forgetDraftsOf(core: Core, staff: string): Promise<void> {
  const kept = await core.documents.list(prefix(staff));
  await Promise.all(kept.map(({ key }) => core.documents.delete(key)));
}

async function forgetDraft(core: Core, staff: string, id: ConversationId): Promise<void> {
  await core.documents.delete(prefix(staff) + id);
}

async function write(
  core: Core,
  staff: string,
  { stored, key }: Found,
  draft: ReplyDraft,
): Promise<void> {
  const { reply, note, leaving } = draft;
  if (reply === '' && note === '' && leaving.length === 0) {
    return forgetDraft(core, staff, stored.id);
  }
  const place = prefix(staff) + stored.id;
  const context = { kind: 'draft' as const, owner: stored.id, place: staff };
  const body = core.vault.seal(key, context, JSON.stringify(draft));
  const since = await core.store.now();
  const value = { body, since, until: since + KEPT_MS };
  for (;;) {
    const before = await core.documents.get(place);
    const written = await core.documents.put(place, value, before?.version ?? 0, KEPT_MS);
    if (written !== null) return;
  }
}

async function read(core: Core, staff: string, { stored, key }: Found): Promise<ReplyDraft | null> {
  const { body } = fieldsOf((await core.documents.get(prefix(staff) + stored.id))?.value);
  if (!isSealed(body)) return null;
  const text = core.vault.open(key, { kind: 'draft', owner: stored.id, place: staff }, body);
  return text === null ? null : JSON.parse(text);
}

function isSealed(body: Json | undefined): body is Sealed {
  return typeof body === 'string';
}

function prefix(staff: string): string {
  return `typing/${staff}/`;
}
