import {
  type Escalation,
  type EscalationAct,
  holdEnds,
  isHeld,
} from '../conversation/escalation.ts';
import type { Input, Speaker } from '../conversation/input.ts';
import type { ConversationState } from '../conversation/state.ts';
import { unreachable } from '../result.ts';
import { change, type Draft, retentionOf } from './draft.ts';
import { retentionOver } from './end.ts';
import { forgetContent } from './erase.ts';
import { notePerson } from './offer.ts';

type Who = Pick<Speaker, 'id'>;
type Act<K extends EscalationAct['kind']> = Extract<EscalationAct, { readonly kind: K }>;

/**
 * Danger to life, as counsellor and supervisor handle it. The child hears nothing of it here: that something may be held stands
 * in the limits of privacy, and what to tell them now is for the two people to judge.
 */
export function escalated(
  draft: Draft,
  { by, act }: Extract<Input, { readonly kind: 'escalation' }>,
): void {
  const { state, facts } = draft;
  if (!mayEscalate(state, by, act, facts.now)) return;
  if (act.kind === 'escalate') return begin(draft, by);
  if (state.escalation !== undefined) handle(draft, state.escalation, by, act);
}

/** Whether an act of this person changes anything now. Asked before the audit log is written, and again in the turn itself. */
export function mayEscalate(
  state: ConversationState,
  by: Who,
  act: EscalationAct,
  now: number,
): boolean {
  const { escalation } = state;
  if (act.kind === 'escalate') return escalation === undefined && state.counsellor?.id === by.id;
  if (escalation === undefined) return false;
  const { supervisor } = escalation;
  if (act.kind === 'join') return supervisor?.id !== by.id && !isCaseCounsellor(state, by);
  return isOneOf(state, by) && fits(state, escalation, by, act, now);
}

function fits(
  state: ConversationState,
  { supervisor, asked, erase, firstHeld }: Escalation,
  by: Who,
  act: Exclude<EscalationAct, Act<'escalate' | 'join'>>,
  now: number,
): boolean {
  switch (act.kind) {
    case 'write':
      return true;
    // What is held is held for the time that both agreed to; another is asked for when that is over.
    case 'ask-hold':
      return (
        !isHeld(state, now) && supervisor !== null && holdEnds(now, act.hours, firstHeld) > now
      );
    // Two different people: the counsellor and the supervisor, as they are now.
    case 'agree':
      return asked !== undefined && asked.by.id !== by.id && isOneOf(state, asked.by);
    case 'decline':
      return asked !== undefined;
    // What the child asked for is decided by its own act, never on the way.
    case 'lift':
      return erase === undefined && supervisor?.id === by.id && isHeld(state, now);
    case 'keep':
      return erase !== undefined && !erase.kept && erase.keep?.id !== by.id;
    case 'erase':
      return erase !== undefined;
    default:
      return unreachable(act);
  }
}

/** The counsellor of it: whoever holds the conversation, else whoever brought the supervisor in. */
export function isCaseCounsellor(state: ConversationState, { id }: Who): boolean {
  return (state.counsellor ?? state.escalation?.by)?.id === id;
}

function isOneOf(state: ConversationState, by: Who): boolean {
  return isCaseCounsellor(state, by) || state.escalation?.supervisor?.id === by.id;
}

function begin(draft: Draft, by: Speaker): void {
  put(draft, { by, at: draft.facts.now, supervisor: null, written: [] });
  notePerson(draft, 'escalated', by.alias);
}

function handle(
  draft: Draft,
  escalation: Escalation,
  by: Speaker,
  act: Exclude<EscalationAct, Act<'escalate'>>,
): void {
  switch (act.kind) {
    case 'join':
      return join(draft, escalation, by);
    case 'write':
      return put(draft, { ...escalation, written: act.written });
    case 'ask-hold':
      put(draft, { ...escalation, asked: { by, why: act.why, hours: act.hours } });
      return notePerson(draft, 'hold-asked', by.alias);
    case 'agree':
      return agree(draft, escalation, by);
    case 'decline':
      put(draft, { ...escalation, asked: undefined });
      return notePerson(draft, 'hold-declined', by.alias);
    case 'lift':
      put(draft, { ...escalation, hold: undefined });
      notePerson(draft, 'hold-lifted', by.alias);
      return usualTime(draft);
    case 'keep':
      return keep(draft, escalation, by);
    case 'erase':
      return eraseHeld(draft, escalation, by);
    default:
      return unreachable(act);
  }
}

/** Whoever takes another's place begins with a clean table: what the other wanted is asked again. */
function join(draft: Draft, escalation: Escalation, by: Speaker): void {
  const { supervisor, asked, erase } = escalation;
  const theirs = (who: Speaker | null | undefined) =>
    supervisor !== null && who?.id === supervisor.id;
  put(draft, {
    ...escalation,
    supervisor: by,
    asked: theirs(asked?.by) ? undefined : asked,
    erase: erase !== undefined && theirs(erase.keep) ? { ...erase, keep: null } : erase,
  });
  notePerson(draft, 'escalation-joined', by.alias);
}

/** The data key is wrapped anew by the commit of this turn, for the hour in which the hold ends. */
function agree(draft: Draft, escalation: Escalation, by: Speaker): void {
  const { asked, firstHeld } = escalation;
  if (asked === undefined) return;
  const { now } = draft.facts;
  const until = holdEnds(now, asked.hours, firstHeld);
  const hold = { by: asked.by, with: by, why: asked.why, since: now, until };
  put(draft, { ...escalation, asked: undefined, hold, firstHeld: firstHeld ?? now });
  const retention = Math.max(draft.state.timers.retention ?? 0, until);
  change(draft, { timers: { ...draft.state.timers, retention } });
  notePerson(draft, 'hold-begins', by.alias);
}

function keep(draft: Draft, escalation: Escalation, by: Speaker): void {
  const { erase } = escalation;
  if (erase === undefined) return;
  const other = erase.keep !== null && isOneOf(draft.state, erase.keep) ? erase.keep : null;
  put(draft, { ...escalation, erase: { ...erase, keep: other ?? by, kept: other !== null } });
  if (other !== null) notePerson(draft, 'erase-kept', by.alias);
}

/** The child's wish, which one of the two is enough to follow. */
function eraseHeld(draft: Draft, escalation: Escalation, by: Speaker): void {
  put(draft, { ...escalation, asked: undefined, hold: undefined, erase: undefined });
  forgetContent(draft);
  notePerson(draft, 'erase-done', by.alias);
  usualTime(draft);
}

/** The time that the content would have had without a hold; over already: it goes now. */
function usualTime(draft: Draft): void {
  const { state, facts } = draft;
  const live = state.ended === null;
  const usual = live ? retentionOf(draft) : (state.marks.ended ?? 0) + facts.retentionMs;
  if (!live && usual <= facts.now) return retentionOver(draft);
  change(draft, { timers: { ...state.timers, retention: usual } });
}

function put(draft: Draft, escalation: Escalation): void {
  change(draft, { escalation });
}
