import type { Escalation, EscalationAct } from '../domain/conversation/escalation.ts';
import { isCaseCounsellor, mayEscalate } from '../domain/flow/escalate.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { may } from '../domain/staff/policy.ts';
import type { ConversationId } from '../ports/conversation-store.ts';
import { feed } from './accept.ts';
import type { Core } from './core.ts';
import { type Found, look, sees, speaker } from './desk-look.ts';
import type { Viewer } from './desk-types.ts';
import { cardOf } from './desk-views.ts';
import type { EscalationCardView, EscalationDeed, EscalationError } from './escalation-types.ts';

/**
 * Danger to life: a counsellor brings a supervisor in, and both together may hold what was written. The audit log names people,
 * a reason of the list and hours; no conversation and no word of one.
 */
export async function escalate(
  core: Core,
  viewer: Viewer,
  { id, key, act }: EscalationDeed,
): Promise<Result<void, EscalationError>> {
  const found = await look(core, id);
  if (found === null || !takesPart(viewer, found, act)) return fail({ kind: 'missing' });
  if (isBeyond(core, act)) return fail({ kind: 'unavailable' });
  const now = await core.store.now();
  if (!mayEscalate(found.state, viewer, act, now)) return fail({ kind: 'not-now' });
  // The log and the index first: a hold without them would be one that nobody can find.
  if (act.kind !== 'write') await core.documents.append('audit', entryOf(viewer, found, act, now));
  await list(core, found.stored.id);
  const input = { kind: 'escalation' as const, by: speaker(viewer), act };
  const fed = await feed(core, found.stored.id, `${viewer.id}/${key}`, input);
  return fed.kind === 'missing' ? fail({ kind: 'missing' }) : ok(undefined);
}

/** A supervisor may come to any of them; all else is for the two whose it is. */
function takesPart(viewer: Viewer, { stored, state }: Found, { kind }: EscalationAct): boolean {
  if (kind === 'join') return may(viewer.role, 'join-escalation') && state.escalation !== undefined;
  return sees(viewer, stored.owner, state);
}

/** Held only where the helpline signed for it, and no longer than it allows. Ending a hold is always possible. */
function isBeyond({ hold }: Core, act: EscalationAct): boolean {
  if (act.kind === 'agree') return hold === null;
  return act.kind === 'ask-hold' && (hold === null || act.hours > hold.hours);
}

function entryOf(viewer: Viewer, { state }: Found, act: EscalationAct, at: number) {
  const { escalation } = state;
  const other = [state.counsellor, escalation?.by, escalation?.supervisor].find(
    (one) => one !== null && one !== undefined && one.id !== viewer.id,
  );
  const what = `danger-${act.kind}`;
  return {
    what,
    by: viewer.id,
    ...(other ? { who: other.id } : {}),
    ...termsOf(act, escalation),
    at,
  };
}

function termsOf(act: EscalationAct, escalation: Escalation | undefined) {
  if (act.kind === 'ask-hold') return { why: act.why, hours: act.hours };
  const asked = act.kind === 'agree' ? escalation?.asked : undefined;
  return asked === undefined ? {} : { why: asked.why, hours: asked.hours };
}

/** What stands open: all of them for a supervisor, their own for a counsellor. */
export async function escalationsOf(
  core: Core,
  viewer: Viewer,
): Promise<readonly EscalationCardView[]> {
  const all = may(viewer.role, 'join-escalation');
  const mine = (await openEscalations(core)).filter(
    ({ state }) => all || isCaseCounsellor(state, viewer),
  );
  return mine.map(({ stored, state, escalation }) => ({
    ...cardOf(stored, state),
    with: (state.counsellor ?? escalation.by).alias,
    supervisor: escalation.supervisor?.alias ?? null,
    joined: escalation.supervisor?.id === viewer.id || isCaseCounsellor(state, viewer),
    erasedAt: state.timers.retention ?? null,
    waits: waitsFor(escalation, viewer, all),
  }));
}

function waitsFor({ supervisor, asked, erase }: Escalation, { id }: Viewer, all: boolean): boolean {
  if (supervisor === null) return all;
  if (asked !== undefined) return asked.by.id !== id;
  return erase !== undefined && !erase.kept && erase.keep?.id !== id;
}

/** How many nobody has come to, and how many children's wishes for erasing nobody has decided. */
export async function openDecisions(
  core: Core,
): Promise<{ readonly alone: number; readonly undecided: number }> {
  const open = await openEscalations(core);
  return {
    alone: open.filter(({ escalation }) => escalation.supervisor === null).length,
    undecided: open.filter(({ escalation: { erase } }) => erase !== undefined && !erase.kept)
      .length,
  };
}

type Open = Found & { readonly escalation: Escalation };

async function openEscalations(core: Core): Promise<readonly Open[]> {
  const listed = await core.documents.list(PREFIX);
  const found = await Promise.all(
    listed.map(async ({ key }): Promise<readonly Open[]> => {
      const one = await look(core, key.slice(PREFIX.length));
      if (one === null) await core.documents.delete(key);
      const escalation = one?.state.escalation;
      return one === null || escalation === undefined ? [] : [{ ...one, escalation }];
    }),
  );
  return found.flat();
}

const PREFIX = 'escalated/';
const DAY_MS = 24 * 3_600_000;

/** An index only: the conversation itself says what is up. Longer than anything in it can last without another act. */
async function list(core: Core, id: ConversationId): Promise<void> {
  await core.documents.delete(PREFIX + id);
  await core.documents.put(PREFIX + id, {}, 0, 2 * core.limits.retentionMs + 6 * DAY_MS);
}
