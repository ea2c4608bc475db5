import type { Line } from '../conversation/effect.ts';
import { heldUntil } from '../conversation/escalation.ts';
import type { Input, ReferredTo, Speaker } from '../conversation/input.ts';
import type { MessagePart } from '../conversation/message.ts';
import { QUEUE } from '../conversation/owner.ts';
import { EMPTY_WRAP_UP } from '../record/record.ts';
import { unreachable } from '../result.ts';
import { callbackClaimed, callbackReleased } from './callback.ts';
import {
  change,
  changeTalk,
  type Draft,
  flush,
  isDiscreet,
  languagesOf,
  mark,
  mustBeDiscreet,
  sayKey,
} from './draft.ts';
import { end } from './end.ts';
import { escalated } from './escalate.ts';
import { askFeedback } from './feedback.ts';
import { waitingTimers } from './join-queue.ts';
import { besideTimers, observed } from './observe.ts';
import { notePerson, offerEnded, offered } from './offer.ts';
import { checkedIn, endSilence, waitForChild } from './silence.ts';
import { isWrapUp, type WrapUpInput, wrapUpInput } from './wrap-up-input.ts';

type StaffInput =
  | WrapUpInput
  | Extract<
      Input,
      {
        readonly kind:
          | 'claimed'
          | 'released'
          | 'offered'
          | 'offer-ended'
          | 'observed'
          | 'transferred'
          | 'said'
          | 'referred'
          | 'checked-in'
          | 'noted'
          | 'closed'
          | 'escalation';
      }
    >;

/** Anything that a counsellor did. Whoever does not own the conversation changes nothing in it. */
export function staffInput(draft: Draft, input: StaffInput): void {
  if (isWrapUp(input)) return wrapUpInput(draft, input);
  if (input.kind === 'noted') return line(draft, { from: 'note', text: input.text }, input.by);
  if (input.kind === 'escalation') return escalated(draft, input);
  if (draft.state.ended !== null) return unsaid(draft, input);
  switch (input.kind) {
    case 'claimed':
      return claimed(draft, input.by);
    case 'released':
      return released(draft, input);
    case 'offered':
      return offered(draft, input);
    case 'offer-ended':
      return offerEnded(draft, input);
    case 'observed':
      return observed(draft, input);
    case 'transferred':
      return transferred(draft, input.to);
    default:
      return owns(draft, input.by) ? spoken(draft, input) : unsaid(draft, input);
  }
}

type Spoken = Extract<StaffInput, { readonly kind: 'said' | 'referred' | 'checked-in' | 'closed' }>;

/** What only whoever holds the conversation can do. */
function spoken(draft: Draft, input: Spoken): void {
  switch (input.kind) {
    case 'said':
      return said(draft, input.by, input.text);
    case 'referred':
      return referred(draft, input.by, input.to);
    case 'checked-in':
      return checkedIn(draft, input.by);
    case 'closed':
      return closed(draft);
    default:
      return unreachable(input);
  }
}

function released(draft: Draft, input: Extract<StaffInput, { readonly kind: 'released' }>): void {
  backToQueue(draft);
  if (input.reason !== undefined) notePerson(draft, `released-${input.reason}`, input.by.alias);
}

function owns(draft: Draft, by: Speaker): boolean {
  return draft.state.owner.kind === 'counsellor' && draft.state.owner.id === by.id;
}

function claimed(draft: Draft, by: Speaker): void {
  const again = draft.state.marks.claimed !== undefined;
  endSilence(draft);
  change(draft, { counsellor: by, timers: countedTimers(draft, true) });
  mark(draft, { claimed: draft.state.marks.claimed ?? draft.facts.now });
  changeTalk(draft, { unknown: 0, media: 0 });
  // A page that came back still has to say that it is safe.
  draft.watch.read('returned');
  if (draft.state.marks.returned === undefined) {
    // Whoever was elsewhere for a moment stands in the line again, should the counsellor let go.
    const { frames, interrupted } = draft.state.talk;
    changeTalk(draft, { asked: null, frames: interrupted ?? frames, interrupted: null });
  }
  if (callbackClaimed(draft)) return;
  sayKey(draft, again ? 'bot:rejoined' : 'bot:joined', { alias: by.alias });
}

function transferred(draft: Draft, to: Speaker): void {
  endSilence(draft);
  change(draft, { offer: undefined });
  if (draft.state.callback !== null) return change(draft, { counsellor: to });
  // The first reply of whoever goes on is waited for anew.
  const { replied: _replied, ...marks } = draft.state.marks;
  change(draft, { counsellor: to, marks, timers: countedTimers(draft, true) });
  sayKey(draft, 'bot:transferred', { alias: to.alias });
}

/** Back to the old place. A child on a shared phone is not written to about it; anyone else is told. */
export function backToQueue(draft: Draft): void {
  endSilence(draft);
  const { queue } = draft.state;
  const { replied: _replied, ...marks } = draft.state.marks;
  change(draft, { owner: QUEUE, counsellor: null, offer: undefined, observers: undefined, marks });
  if (callbackReleased(draft)) return;
  if (queue !== null) change(draft, { timers: waitingTimers(draft, queue) });
  if (!mustBeDiscreet(draft)) sayKey(draft, 'bot:counsellor-left');
}

/** Until the child answers a callback nothing goes out but the words that they saw before (R31). */
function said(draft: Draft, by: Speaker, text: string): void {
  speak(draft, by, text, { kind: 'text', text });
}

/** The row is looked up when it is sent; that the child was referred goes into the half-filled wrap-up. */
function referred(draft: Draft, by: Speaker, to: ReferredTo): void {
  if (draft.state.callback !== null) return;
  const { service, query, referral, card, gone } = to;
  const part = { kind: 'services' as const, query, province: null, lead: '', none: gone };
  speak(draft, by, card, { ...part, only: service });
  const kept = draft.state.wrapUpDraft ?? EMPTY_WRAP_UP;
  const referredTo = [...new Set([...kept.referredTo, referral])];
  change(draft, { wrapUpDraft: { ...kept, referredTo } });
}

function speak(draft: Draft, by: Speaker, text: string, part: MessagePart): void {
  if (draft.state.callback !== null) return;
  mark(draft, { replied: draft.state.marks.replied ?? draft.facts.now });
  change(draft, { timers: countedTimers(draft, false) });
  waitForChild(draft);
  flush(draft);
  draft.effects.push({
    kind: 'send',
    message: {
      language: languagesOf(draft)[0] ?? 'en',
      from: 'counsellor',
      alias: by.alias,
      parts: [part],
      choices: [],
      style: 'buttons',
      standing: false,
      silent: isDiscreet(draft.state),
      stale: 'keep',
      answers: false,
    },
  });
  line(draft, { from: 'counsellor', text }, by);
}

/** Words that crossed the end, or a change of hands: whoever said them sees that they did not get through. */
function unsaid(draft: Draft, input: StaffInput): void {
  if (!['said', 'referred'].includes(input.kind) || draft.state.recorded) return;
  draft.effects.push({
    kind: 'line',
    line: { from: 'event', text: 'undelivered-left', at: draft.facts.now },
    ref: null,
  });
}

function closed(draft: Draft): void {
  if (draft.state.callback !== null) return end(draft, 'missed');
  sayKey(draft, 'bot:closed');
  end(draft, 'closed');
  askFeedback(draft);
}

function line(draft: Draft, what: Pick<Line, 'from' | 'text'>, by: Speaker): void {
  draft.effects.push({
    kind: 'line',
    line: { ...what, at: draft.facts.now, alias: by.alias },
    ref: null,
  });
}

function countedTimers(draft: Draft, awaitsReply: boolean): Readonly<Record<string, number>> {
  const { facts } = draft;
  const retention = Math.max(facts.now + facts.retentionMs, heldUntil(draft.state));
  const kept = { retention, ...besideTimers(draft.state) };
  return awaitsReply ? { ...kept, 'first-reply': facts.now + facts.firstReplyMs } : kept;
}

/** The child wrote in the time they left: from here on it is a talk like any other. */
export function answersCallback(draft: Draft): void {
  const { callback, owner, queue, counsellor } = draft.state;
  if (callback === null || callback.stage === 'left') return;
  change(draft, { callback: null });
  if (owner.kind === 'queue' && queue !== null) {
    return change(draft, { timers: waitingTimers(draft, queue) });
  }
  change(draft, { timers: countedTimers(draft, true) });
  if (!draft.facts.late) sayKey(draft, 'bot:joined', { alias: counsellor?.alias ?? '' });
}
