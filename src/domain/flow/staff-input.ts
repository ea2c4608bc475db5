import type { Line } from '../conversation/effect.ts';
import type { Input, Speaker } from '../conversation/input.ts';
import { QUEUE } from '../conversation/owner.ts';
import { unreachable } from '../result.ts';
import {
  change,
  changeTalk,
  type Draft,
  flush,
  isDiscreet,
  languagesOf,
  mark,
  sayKey,
} from './draft.ts';
import { end, record } from './end.ts';
import { waitingTimers } from './join-queue.ts';

type StaffInput = Extract<
  Input,
  {
    readonly kind:
      | 'claimed'
      | 'released'
      | 'transferred'
      | 'said'
      | 'noted'
      | 'closed'
      | 'wrapped-up';
  }
>;

/** Anything that a counsellor did. Whoever does not own the conversation changes nothing in it. */
export function staffInput(draft: Draft, input: StaffInput): void {
  if (input.kind === 'wrapped-up') return wrapUp(draft, input);
  if (input.kind === 'noted') return line(draft, { from: 'note', text: input.text }, input.by);
  if (draft.state.ended !== null) return unsaid(draft, input);
  switch (input.kind) {
    case 'claimed':
      return claimed(draft, input.by);
    case 'released':
      return backToQueue(draft);
    case 'transferred':
      return transferred(draft, input.to);
    case 'said':
      return owns(draft, input.by) ? said(draft, input.by, input.text) : unsaid(draft, input);
    case 'closed':
      return owns(draft, input.by) ? closed(draft) : undefined;
    default:
      return unreachable(input);
  }
}

function owns(draft: Draft, by: Speaker): boolean {
  return draft.state.owner.kind === 'counsellor' && draft.state.owner.id === by.id;
}

function claimed(draft: Draft, by: Speaker): void {
  const again = draft.state.marks.claimed !== undefined;
  change(draft, { counsellor: by, timers: countedTimers(draft, true) });
  mark(draft, { claimed: draft.state.marks.claimed ?? draft.facts.now });
  changeTalk(draft, { unknown: 0, media: 0 });
  // A page that came back still has to say that it is safe.
  if (draft.state.marks.returned === undefined) {
    changeTalk(draft, { asked: null, interrupted: null });
  }
  sayKey(draft, again ? 'bot:rejoined' : 'bot:joined', { alias: by.alias });
}

function transferred(draft: Draft, to: Speaker): void {
  // The first reply of whoever goes on is waited for anew.
  const { replied: _replied, ...marks } = draft.state.marks;
  change(draft, { counsellor: to, marks, timers: countedTimers(draft, true) });
  sayKey(draft, 'bot:transferred', { alias: to.alias });
}

/** Back to the old place. A child on a shared phone is not written to about it; anyone else is told. */
export function backToQueue(draft: Draft): void {
  const { queue } = draft.state;
  const { replied: _replied, ...marks } = draft.state.marks;
  change(draft, { owner: QUEUE, counsellor: null, marks });
  if (queue !== null) change(draft, { timers: waitingTimers(draft, queue) });
  if (!isDiscreet(draft.state)) sayKey(draft, 'bot:counsellor-left');
}

function said(draft: Draft, by: Speaker, text: string): void {
  mark(draft, { replied: draft.state.marks.replied ?? draft.facts.now });
  change(draft, { timers: countedTimers(draft, false) });
  flush(draft);
  draft.effects.push({
    kind: 'send',
    message: {
      language: languagesOf(draft)[0] ?? 'en',
      from: 'counsellor',
      alias: by.alias,
      parts: [{ kind: 'text', text }],
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
  if (input.kind !== 'said' || draft.state.recorded) return;
  draft.effects.push({
    kind: 'line',
    line: { from: 'event', text: 'undelivered-left', at: draft.facts.now },
    ref: null,
  });
}

function closed(draft: Draft): void {
  sayKey(draft, 'bot:closed');
  end(draft, 'closed');
}

function wrapUp(draft: Draft, input: Extract<StaffInput, { readonly kind: 'wrapped-up' }>): void {
  if (draft.state.recorded || draft.state.counsellor?.id !== input.by.id) return;
  change(draft, { wrapUp: input.wrapUp });
  if (draft.state.ended !== null) record(draft);
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
  const retention = facts.now + facts.retentionMs;
  return awaitsReply ? { retention, 'first-reply': facts.now + facts.firstReplyMs } : { retention };
}
