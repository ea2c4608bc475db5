import type { Input } from '../conversation/input.ts';
import { type Owner, QUEUE } from '../conversation/owner.ts';
import type { QueuePlace } from '../conversation/state.ts';
import { waitingScore } from '../queue/order.ts';
import { unreachable } from '../result.ts';
import { normalise } from '../text/normalise.ts';
import { type Answer, answerById, answerByText, openAsk } from './answer.ts';
import { ANYTIME, type Does, type Signal, signalOf, standingSignal } from './anytime.ts';
import type { Concern } from './bundle.ts';
import {
  change,
  changeTalk,
  type Draft,
  flush,
  mark,
  mustBeDiscreet,
  noteEvent,
  retentionOf,
  sayKey,
  sayNumbers,
  topFrame,
} from './draft.ts';
import { end, vanish } from './end.ts';
import { eraseContent } from './erase.ts';
import { answersFeedback } from './feedback.ts';
import { lift, sayWaiting } from './join-queue.ts';
import { bandHeard, noteHeard } from './matters.ts';
import { idleAt, keepsOut } from './outside.ts';
import { concernAsked, saidAgain } from './said-again.ts';
import { endSilence } from './silence.ts';
import { answersCallback } from './staff-input.ts';
import { entry, interrupt, moveTo, resume, save, turnPage, walk } from './walk.ts';

export type ChildInput = Extract<
  Input,
  {
    readonly kind:
      | 'opened'
      | 'text'
      | 'choice'
      | 'media'
      | 'edited'
      | 'unsent'
      | 'reacted'
      | 'moved'
      | 'returned'
      | 'gone';
  }
>;

const CHILD_KINDS = new Set<Input['kind']>([
  'opened',
  'text',
  'choice',
  'media',
  'edited',
  'unsent',
  'reacted',
  'moved',
  'returned',
  'gone',
]);

/** What only changes what was there before: nothing that the child says now. */
type Aside = 'unsent' | 'reacted' | 'moved' | 'gone';
type Spoken = Exclude<ChildInput, { readonly kind: Aside }>;

function isAside(input: ChildInput): input is Extract<ChildInput, { readonly kind: Aside }> {
  return ['unsent', 'reacted', 'moved', 'gone'].includes(input.kind);
}

export function isChildInput(input: Input): input is ChildInput {
  return CHILD_KINDS.has(input.kind);
}

/** Anything that a child, or the child's app, did. */
export function childInput(draft: Draft, input: ChildInput): void {
  if (input.kind === 'unsent') forget(draft, input.ref);
  if (draft.state.ended !== null) return afterEnd(draft, input);
  if (isFresh(draft) && !founds(draft, input)) return vanish(draft);
  if (isAside(input)) return aside(draft, input);
  answersCallback(draft);
  endSilence(draft);
  if (draft.facts.late) return lateInput(draft, input);
  change(draft, { lateSaid: false });
  keepUp(draft);
  touch(draft);
  if (keepsOut(draft, input)) return heardOutside(draft, input);
  act(draft, input);
}

function aside(draft: Draft, input: Extract<ChildInput, { readonly kind: Aside }>): void {
  if (input.kind === 'gone') return end(draft, 'gone');
  if (input.kind === 'reacted') return reacted(draft, input.emoji, input.ref);
}

/** An emoji is an answer to a person and none to a question of ours. One a message: the newer takes the older's place. */
function reacted(draft: Draft, emoji: string | null, ref: string): void {
  if (draft.state.owner.kind !== 'counsellor') return;
  forget(draft, ref);
  if (emoji === null) return;
  endSilence(draft);
  note(draft, emoji, ref);
}

/** A person of the helpline talks with the child elsewhere: as if a counsellor held it here (R29). */
function heardOutside(draft: Draft, input: Spoken): void {
  const said = wordsOf(input);
  const meant = meaningOf(draft, input, said);
  if (input.kind === 'edited') forget(draft, input.ref);
  if (meant !== undefined) return signal(draft, meant, said, 'counsellor');
  if (said !== null) note(draft, said.text, said.ref);
}

/** Nothing has happened in it yet. */
function isFresh({ state }: Draft): boolean {
  return state.talk.frames.length === 0 && state.owner.kind === 'bot' && state.callback === null;
}

/** A change to an old message, or a child who cannot be written to, is no reason to begin; a cry for help is. */
function founds(draft: Draft, input: ChildInput): boolean {
  if (isAside(input)) return false;
  if (input.kind !== 'edited') return true;
  const meant = signalOf(draft.bundle.lexicon, normalise(input.text));
  return meant?.kind === 'distress' || meant?.kind === 'help';
}

/** Words that crossed the counsellor's goodbye are still read, at the wrap-up. */
function afterEnd(draft: Draft, input: ChildInput): void {
  if (draft.state.ended !== 'closed' || draft.state.recorded) return;
  if (input.kind === 'choice' && answersFeedback(draft, input)) return;
  if (input.kind === 'text' && answersFeedback(draft, { written: normalise(input.text) })) return;
  if (input.kind === 'edited') forget(draft, input.ref);
  if (input.kind === 'edited' || input.kind === 'text') note(draft, input.text, input.ref);
}

/** Under another bundle the same place may offer other answers: the question is asked again before one counts. */
function keepUp(draft: Draft): void {
  if (draft.state.bundle === draft.bundle.id) return;
  change(draft, { bundle: draft.bundle.id });
  changeTalk(draft, { asked: null });
}

function act(draft: Draft, input: Spoken): void {
  switch (input.kind) {
    case 'opened':
      return begin(draft) ? walk(draft) : again(draft);
    case 'returned':
      return begin(draft) ? walk(draft) : comeBack(draft);
    case 'choice':
      return choose(draft, input.id);
    case 'text':
      return write(draft, input.text, input.ref);
    case 'edited':
      draft.effects.push({ kind: 'forget-line', ref: input.ref });
      return edited(draft, input.text, input.ref);
    case 'media':
      return medium(draft, input);
    default:
      return unreachable(input);
  }
}

/** The first input of a conversation puts it at the start; true when it did. */
function begin(draft: Draft): boolean {
  if (draft.state.talk.frames.length > 0 || draft.state.owner.kind === 'counsellor') return false;
  const frame = entry(draft, draft.bundle.start, null);
  if (frame !== undefined) changeTalk(draft, { frames: [frame] });
  return true;
}

/** The child is here: the idle clock starts anew, and the last word of the content moves with it. */
function touch(draft: Draft): void {
  const { facts, state } = draft;
  mark(draft, { last: facts.now });
  const retention = retentionOf(draft);
  const idle = state.owner.kind === 'bot' ? { idle: idleAt(draft) } : {};
  change(draft, { timers: { ...state.timers, ...idle, retention } });
}

function again(draft: Draft): void {
  if (draft.state.owner.kind !== 'counsellor') resume(draft);
}

function comeBack(draft: Draft): void {
  const { marks, owner, talk } = draft.state;
  const { returned } = marks;
  // Its question is asked again as long as it stands; one that a line or a counsellor came between is over.
  const stands = owner.kind === 'bot' || talk.asked !== null;
  if (stands && topFrame(draft)?.flow === draft.bundle.anytime.safety) return resume(draft);
  mark(draft, { returned: returned ?? draft.facts.now });
  draft.watch.wrote('returned');
  interrupt(draft, draft.bundle.anytime.safety, 'returned');
}

function choose(draft: Draft, id: string): void {
  const first = begin(draft);
  const standing = standingSignal(id);
  if (standing !== undefined) return signal(draft, standing, null);
  if (first) return walk(draft);
  answer(draft, answerById(draft.bundle, draft.state, id));
}

function write(draft: Draft, text: string, ref: string): void {
  const first = begin(draft);
  const written = normalise(text);
  const picked = first
    ? { kind: 'none' as const }
    : answerByText(draft.bundle, draft.state, written);
  if (picked.kind !== 'none') return answer(draft, picked);
  const meant = signalOf(draft.bundle.lexicon, written);
  if (meant !== undefined) return signal(draft, meant, { text, ref });
  note(draft, text, ref);
  if (first) return walk(draft);
  unasked(draft);
}

function answer(draft: Draft, picked: Answer): void {
  if (picked.kind === 'stale') {
    if (draft.state.owner.kind === 'counsellor') return;
    sayKey(draft, 'bot:stale');
    return resume(draft);
  }
  const open = openAsk(draft.bundle, draft.state);
  if (picked.kind === 'none' || open === undefined) return;
  if (picked.kind === 'more') return turnPage(draft, open);
  changeTalk(draft, { unknown: 0, media: 0, led: undefined });
  if (open.save !== null) save(draft, open.save, picked.choice.is);
  moveTo(draft, picked.choice.next);
  walk(draft);
}

/** What was written, when a signal came as words and not as a button. */
type Said = { readonly text: string; readonly ref: string } | null;

const DEEDS: Readonly<Record<Does, (draft: Draft, meant: Signal, said: Said) => void>> = {
  ends: (draft, meant) => leave(draft, meant.kind === 'erase' ? 'erase' : 'exit'),
  interrupts: divert,
  'shows-numbers': showNumbers,
  'tells-wait': resume,
  alarms: alarm,
  switches: switchLanguage,
  'is-a-line': (draft, _meant, said) =>
    said === null ? undefined : note(draft, said.text, said.ref),
};

/** The any-time layer: what `ANYTIME` says for this signal and this owner. */
function signal(
  draft: Draft,
  meant: Signal,
  said: Said,
  owner: Owner['kind'] = draft.state.owner.kind,
): void {
  if (owner === 'nobody') return;
  if (meant.kind === 'distress') mark(draft, { distress: draft.facts.now });
  for (const does of ANYTIME[meant.kind][owner]) DEEDS[does](draft, meant, said);
}

/** Out at once: whatever was still to be said is dropped in the same commit, then one neutral line. */
function leave(draft: Draft, how: 'exit' | 'erase'): void {
  draft.parts = [];
  draft.choices = [];
  draft.effects.push({ kind: 'clear-outbox' });
  if (draft.state.marks.queued !== undefined)
    draft.effects.push({ kind: 'alarm', alarm: 'child-left' });
  if (how === 'erase') eraseContent(draft);
  const frame = entry(draft, draft.bundle.anytime[how], null);
  if (frame === undefined) return end(draft, how === 'erase' ? 'erased' : 'exit');
  changeTalk(draft, { frames: [frame], interrupted: null, asked: null });
  walk(draft);
}

function divert(draft: Draft, meant: Signal, said: Said): void {
  const { anytime } = draft.bundle;
  if (said !== null && meant.kind === 'distress') note(draft, said.text, said.ref);
  if (meant.kind === 'distress') noteHeard(draft, meant.beside ?? []);
  if (meant.kind === 'distress' && draft.state.talk.led === meant.concern) return unasked(draft);
  if (meant.kind === 'distress' && isAnswer(draft, meant.concern)) return;
  if (meant.kind === 'person') return wantPerson(draft);
  const flow = meant.kind === 'help' ? anytime.help : anytime.distress;
  interrupt(draft, flow, meant.kind === 'distress' ? meant.concern : 'help');
}

/** Whether the words of distress answered the question that stood open; what nobody answered is not lost. */
function isAnswer(draft: Draft, concern: Concern): boolean {
  const again = saidAgain(draft.bundle, draft.state, concern);
  if (again.kind === 'new') {
    if (again.unanswered !== undefined) noteHeard(draft, [again.unanswered]);
    return false;
  }
  noteHeard(draft, [concern]);
  answer(draft, again.row);
  // The next time a person can read it better than this program.
  changeTalk(draft, { unknown: 1, led: concern });
  return true;
}

function wantPerson(draft: Draft): void {
  if (onTheWay(draft)) return resume(draft);
  interrupt(draft, draft.bundle.anytime.person, 'person');
}

/** The flow to a person is open. */
function onTheWay({ bundle, state }: Draft): boolean {
  const { person } = bundle.anytime;
  return state.talk.frames.some(({ flow }) => flow === person);
}

function alarm(draft: Draft, meant: Signal): void {
  const what = meant.kind === 'help' ? 'help-word' : 'distress';
  draft.effects.push({ kind: 'alarm', alarm: what });
  noteEvent(draft, `alarm-${what}`);
  raise(draft);
}

function raise(draft: Draft): void {
  const { queue } = draft.state;
  if (queue !== null) change(draft, { queue: { ...queue, raised: true } });
}

function showNumbers(draft: Draft): void {
  sayNumbers(draft);
  sayKey(draft, 'bot:help.during');
}

/** What names a language that is not spoken here is a text like any other: thanked for, with the choices again. */
function switchLanguage(draft: Draft, meant: Signal, said: Said): void {
  if (meant.kind !== 'language') return;
  if (!draft.bundle.languages.includes(meant.language)) {
    if (said !== null) note(draft, said.text, said.ref);
    return unasked(draft);
  }
  change(draft, { language: meant.language });
  resume(draft);
}

/** A child's words: into the sealed transcript, for whoever claims the conversation, and nowhere else. */
function note(draft: Draft, text: string, ref: string): void {
  draft.effects.push({
    kind: 'line',
    line: { from: 'child', text, at: draft.facts.now },
    ref,
  });
}

/** Words that no flow asked for. Never an error, never the same line three times in a row. */
function unasked(draft: Draft): void {
  draft.watch.read('returned');
  if (draft.state.marks.returned !== undefined) return resume(draft);
  if (draft.state.owner.kind === 'counsellor') return;
  if (draft.state.owner.kind === 'queue' && draft.state.talk.asked === null) {
    return stillWaiting(draft);
  }
  draft.watch.read('unknown');
  const before = draft.state.talk.unknown;
  changeTalk(draft, { unknown: Math.min(before + 1, 2) });
  if (before < 2) {
    sayKey(draft, before === 0 ? 'bot:unknown.first' : 'bot:unknown.again');
    return resume(draft);
  }
  changeTalk(draft, { unknown: 0 });
  // Who is on the way to a person already is not asked the same a third time without more.
  if (onTheWay(draft)) sayNumbers(draft);
  wantPerson(draft);
}

/** What is sent one after the other within this time is one thing that a child says, and gets one answer. */
const BURST_MS = 2 * 60_000;

/** Whoever waits and writes is answered: that they are still in the line, and the next time how long it may take now. */
function stillWaiting(draft: Draft): void {
  if (isBurst(draft, draft.state.marks.told, BURST_MS)) return;
  mark(draft, { told: draft.facts.now });
  draft.watch.read('unknown');
  const before = draft.state.talk.unknown;
  changeTalk(draft, { unknown: before === 1 ? 2 : 1 });
  const { desk } = draft.facts;
  if (before !== 1 && (desk === 'open' || desk === 'full')) {
    return sayKey(draft, 'bot:waiting.still');
  }
  sayWaiting(draft);
}

/** Whether the same came just before. */
function isBurst(draft: Draft, before: number | undefined, within: number): boolean {
  draft.watch.read('burst');
  return before !== undefined && draft.facts.now - before < within;
}

function edited(draft: Draft, text: string, ref: string): void {
  const meant = signalOf(draft.bundle.lexicon, normalise(text));
  begin(draft);
  // Who mends a word of what we ask about has not said it twice.
  const asked = concernAsked(draft.bundle, draft.state);
  if (meant?.kind === 'distress' && meant.concern !== asked) {
    return signal(draft, meant, { text, ref });
  }
  note(draft, text, ref);
}

function forget(draft: Draft, ref: string): void {
  draft.effects.push({ kind: 'forget-line', ref });
}

/** The pictures of an album come one by one, each soon after the one before. */
const ALBUM_MS = 10_000;

/** A picture, a voice note, a file: we hold nothing of it, and say so kindly. */
function medium(draft: Draft, input: Extract<ChildInput, { readonly kind: 'media' }>): void {
  const first = begin(draft);
  const seen = draft.state.talk.media;
  const last = draft.state.marks.medium;
  mark(draft, { medium: draft.facts.now });
  changeTalk(draft, { media: Math.min(seen + 1, 2) });
  const caption = input.caption ?? '';
  const meant = caption === '' ? undefined : signalOf(draft.bundle.lexicon, normalise(caption));
  if (meant !== undefined && meant.kind !== 'language') {
    return signal(draft, meant, { text: caption, ref: input.ref });
  }
  if (caption !== '') note(draft, caption, input.ref);
  if (draft.state.owner.kind === 'counsellor') return mediumDuring(draft, seen);
  if (topFrame(draft)?.flow === draft.bundle.anytime.media) {
    return isBurst(draft, last, ALBUM_MS) ? undefined : unasked(draft);
  }
  if (first) changeTalk(draft, { asked: null });
  interrupt(draft, draft.bundle.anytime.media, 'other');
}

function mediumDuring(draft: Draft, seen: number): void {
  draft.effects.push({
    kind: 'line',
    line: { from: 'event', text: 'media', at: draft.facts.now },
    ref: null,
  });
  if (seen === 0) sayKey(draft, 'bot:media.during');
}

/**
 * What arrives more than fifteen minutes late may meet another reader. It never gets flow content: one neutral line,
 * and a distress hit joins the queue for a person to decide. The ways out work whenever they arrive.
 */
function lateInput(draft: Draft, input: Spoken): void {
  const said = wordsOf(input);
  const meant = meaningOf(draft, input, said);
  begin(draft);
  if (input.kind === 'edited') forget(draft, input.ref);
  if (meant?.kind === 'exit' || meant?.kind === 'erase') return signal(draft, meant, said);
  if (said !== null) note(draft, said.text, said.ref);
  if (meant?.kind === 'distress' || meant?.kind === 'help') return lateDistress(draft, meant);
  if (draft.state.owner.kind !== 'bot') return;
  lateLine(draft);
  if (draft.state.timers.idle === undefined) {
    change(draft, {
      timers: { ...draft.state.timers, idle: draft.facts.now + draft.facts.idleMs },
    });
  }
}

function wordsOf(input: ChildInput): Said {
  if (input.kind === 'text' || input.kind === 'edited') return input;
  if (input.kind !== 'media' || (input.caption ?? '') === '') return null;
  return { text: input.caption ?? '', ref: input.ref };
}

function meaningOf(draft: Draft, input: ChildInput, said: Said): Signal | undefined {
  if (input.kind === 'choice') return standingSignal(input.id);
  return said === null ? undefined : signalOf(draft.bundle.lexicon, normalise(said.text));
}

function lateDistress(draft: Draft, meant: Signal): void {
  if (meant.kind === 'distress') mark(draft, { distress: draft.facts.now });
  const { facts, state } = draft;
  const concerns = meant.kind === 'distress' ? [meant.concern, ...(meant.beside ?? [])] : [];
  const band = bandHeard(concerns) ?? 'other';
  if (state.owner.kind !== 'bot') {
    lift(draft, band);
    return alarm(draft, meant);
  }
  const place: QueuePlace = {
    band,
    brief: [{ name: 'late', value: 'yes' }],
    updates: 0,
    mayWrite: false,
    raised: true,
    score: waitingScore(band, facts.now),
  };
  lateLine(draft);
  flush(draft);
  mark(draft, { queued: facts.now });
  change(draft, {
    callback: null,
    owner: QUEUE,
    queue: place,
    timers: { retention: facts.now + facts.retentionMs },
  });
  draft.effects.push(
    { kind: 'queued', brief: place.brief },
    { kind: 'alarm', alarm: 'distress-late' },
  );
}

function lateLine(draft: Draft): void {
  if (draft.state.lateSaid || mustBeDiscreet(draft)) return;
  change(draft, { lateSaid: true });
  sayKey(draft, 'bot:late');
}
