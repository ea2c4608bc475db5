import { isHeld } from '../conversation/escalation.ts';
import type { Asked, Frame } from '../conversation/state.ts';
import { unreachable } from '../result.ts';
import { choicesOf, nextPage, rowsOf } from './answer.ts';
import type { AskStep, Flow, FlowId, Step, StepId } from './bundle.ts';
import { leaveCallback } from './callback.ts';
import { change, changeTalk, type Draft, labelOf, sayKey, textOf, topFrame } from './draft.ts';
import { end } from './end.ts';
import { eraseContent } from './erase.ts';
import { pauseOf } from './friction.ts';
import { joinQueue, sayWaiting } from './join-queue.ts';
import { noteMatter } from './matters.ts';
import { tellOn } from './told.ts';

const DEEPEST = 4;

/** Goes on from where the conversation stands to the next point where it waits for the child, or ends. */
export function walk(draft: Draft): void {
  for (;;) {
    const found = currentStep(draft);
    if (found === undefined) return restart(draft);
    notePassed(draft);
    draft.budget -= 1;
    if (draft.budget < 0) return stopLoop(draft);
    if (!advance(draft, found)) return;
  }
}

/** Enters a flow as an interruption: the place where the child was is the one point of return. */
export function interrupt(draft: Draft, flow: FlowId, concern: string): void {
  const { talk } = draft.state;
  const frame = entry(draft, flow, concern);
  if (frame === undefined) return;
  changeTalk(draft, {
    interrupted: talk.interrupted ?? (talk.frames.length > 0 ? talk.frames : null),
    frames: [frame],
    asked: openNext(draft),
    unknown: 0,
    led: undefined,
  });
  walk(draft);
}

/** The first frame of a flow; `concern` is set where the flow declares that value. */
export function entry(draft: Draft, id: FlowId, concern: string | null): Frame | undefined {
  const flow = draft.bundle.flows.get(id);
  if (flow === undefined) return undefined;
  const declared = concern !== null && flow.variables['concern']?.includes(concern);
  return { flow: id, step: flow.start, vars: declared ? { concern } : {} };
}

/** Takes the child back to what stood open: the question again, the waiting line, or the next step. */
export function resume(draft: Draft): void {
  const { owner, talk } = draft.state;
  if (owner.kind === 'queue' && talk.asked === null) return sayWaiting(draft);
  const found = currentStep(draft);
  if (found?.kind === 'ask') return ask(draft, found);
  if (found?.kind !== 'handover') return walk(draft);
  if (draft.state.owner.kind === 'queue') return sayWaiting(draft);
  if (draft.state.owner.kind === 'bot') walk(draft);
}

export function turnPage(draft: Draft, open: AskStep): void {
  const { asked } = draft.state.talk;
  if (asked === null) return;
  changeTalk(draft, { asked: { ...asked, page: nextPage(open, asked.page) } });
  sayKey(draft, open.ask);
  show(draft, open);
}

export function save(draft: Draft, name: string, value: string): void {
  const frame = topFrame(draft);
  if (frame === undefined) return;
  draft.watch.wrote(name);
  if (name === 'language' && draft.bundle.languages.includes(value)) {
    change(draft, { language: value });
  }
  if (name in draft.bundle.globals) {
    noteMatter(draft, name, value);
    changeTalk(draft, { globals: { ...draft.state.talk.globals, [name]: value } });
    return;
  }
  replaceTop(draft, { ...frame, vars: { ...frame.vars, [name]: value } });
}

export function moveTo(draft: Draft, step: StepId): void {
  const frame = topFrame(draft);
  if (frame !== undefined) replaceTop(draft, { ...frame, step });
}

function currentStep(draft: Draft): Step | undefined {
  const frame = topFrame(draft);
  return frame === undefined ? undefined : flowOf(draft, frame.flow)?.steps.get(frame.step);
}

function flowOf(draft: Draft, id: FlowId): Flow | undefined {
  return draft.bundle.flows.get(id);
}

/** Does one step; false when the conversation waits or has ended. */
function advance(draft: Draft, step: Step): boolean {
  switch (step.kind) {
    case 'say':
      for (const key of step.say) sayKey(draft, key, { hours: draft.facts.hours ?? '' });
      moveTo(draft, step.next);
      return true;
    case 'ask':
      ask(draft, step);
      return false;
    case 'branch':
      moveTo(draft, step.is[valueNamed(draft, step.on)] ?? step.otherwise);
      return true;
    case 'set':
      for (const [name, value] of Object.entries(step.set)) save(draft, name, value);
      moveTo(draft, step.next);
      return true;
    case 'services':
      draft.parts.push({
        kind: 'services',
        query: step.service,
        province: draft.state.talk.globals['province'] ?? null,
        lead: textOf(draft, step.lead),
        none: textOf(draft, step.none),
      });
      moveTo(draft, step.next);
      return true;
    case 'callback':
      leaveCallback(draft, step.window === null ? null : valueNamed(draft, step.window));
      moveTo(draft, step.next);
      return true;
    case 'device-care':
      sayKey(draft, `${step.text}.${draft.facts.channel}`);
      moveTo(draft, step.next);
      return true;
    default:
      return leap(draft, step);
  }
}

type Leap = Extract<
  Step,
  { readonly kind: 'call' | 'goto' | 'handover' | 'erase' | 'return' | 'end' }
>;

/** The steps that leave their flow, or the conversation. */
function leap(draft: Draft, step: Leap): boolean {
  switch (step.kind) {
    case 'call':
      moveTo(draft, step.next);
      return enter(draft, step.flow, draft.state.talk.frames);
    case 'goto':
      if (step.anew) changeTalk(draft, { interrupted: null });
      return enter(draft, step.flow, step.anew ? [] : draft.state.talk.frames.slice(0, -1));
    case 'handover': {
      const elsewhere = joinQueue(draft, step);
      if (elsewhere === null) return false;
      moveTo(draft, elsewhere);
      return true;
    }
    case 'erase':
      eraseContent(draft);
      moveTo(draft, step.next);
      return true;
    case 'return':
      return goBack(draft);
    case 'end':
      for (const key of step.say) sayKey(draft, key);
      end(draft, howEnded(draft));
      return false;
    default:
      return unreachable(step);
  }
}

function enter(draft: Draft, id: FlowId, below: readonly Frame[]): boolean {
  const frame = entry(draft, id, null);
  if (frame === undefined) return false;
  const left = topFrame(draft);
  const frames = [...below.slice(-(DEEPEST - 1)), frame];
  const stays = left !== undefined && below.at(-1)?.flow === left.flow;
  changeTalk(draft, { frames: stays ? frames : tellOn(draft, left, frames) });
  return true;
}

function goBack(draft: Draft): boolean {
  const { frames, interrupted } = draft.state.talk;
  const left = topFrame(draft);
  if (frames.length > 1) {
    changeTalk(draft, { frames: tellOn(draft, left, frames.slice(0, -1)) });
    return true;
  }
  if (!safeAgain(draft)) return false;
  if (draft.state.owner.kind === 'counsellor') {
    const back = tellOn(draft, left, interrupted ?? []);
    changeTalk(draft, { frames: back, interrupted: null, asked: null });
    return false;
  }
  if (interrupted === null) return enter(draft, draft.bundle.home, []);
  changeTalk(draft, { frames: tellOn(draft, left, interrupted), interrupted: null });
  resume(draft);
  return false;
}

/** A page that came back shows nothing of before until its own question is answered, whatever came between. */
function safeAgain(draft: Draft): boolean {
  const { returned, ...marks } = draft.state.marks;
  draft.watch.read('returned');
  if (returned === undefined) return true;
  const { safety } = draft.bundle.anytime;
  if (topFrame(draft)?.flow === safety) {
    change(draft, { marks });
    draft.watch.wrote('returned');
    return true;
  }
  interrupt(draft, safety, 'returned');
  return false;
}

function ask(draft: Draft, step: AskStep): void {
  changeTalk(draft, { asked: openNext(draft) });
  sayKey(draft, step.ask);
  show(draft, step);
}

function show(draft: Draft, step: AskStep): void {
  draft.choices = choicesOf(draft.state, rowsOf(step, draft.state.talk.asked?.page ?? 0), (row) =>
    labelOf(draft, row.kind === 'more' ? 'bot:more' : row.choice.label),
  );
}

function openNext(draft: Draft): Asked {
  const ordinal = draft.state.questions + 1;
  change(draft, { questions: ordinal });
  return { ordinal, page: 0 };
}

function valueNamed(draft: Draft, name: string): string {
  const fact = factNamed(draft, name);
  if (fact !== undefined) return fact;
  const local = topFrame(draft)?.vars[name];
  if (local !== undefined) return local;
  draft.watch.read(name);
  return draft.state.talk.globals[name] ?? '';
}

function notePassed(draft: Draft): void {
  const frame = topFrame(draft);
  if (frame !== undefined) draft.watch.passed(frame.flow, frame.step);
}

/** What a branch may ask of the world; undefined when the name is a variable's. */
function factNamed(draft: Draft, name: string): string | undefined {
  const { facts, state, bundle } = draft;
  const [about, what = ''] = name.split(':');
  switch (about) {
    case 'desk':
      return facts.desk;
    case 'channel':
      return facts.channel;
    case 'friction':
      return pauseOf(draft);
    case 'hold':
      return yes(facts.hold ?? false);
    case 'held':
      draft.watch.read('held');
      return yes(isHeld(state, facts.now) || facts.heldBefore === true);
    case 'callback':
      draft.watch.read('callback');
      return state.callback?.stage === 'left' ? 'left' : 'none';
    case 'hours':
      draft.watch.read('hours');
      return yes(facts.hours !== null);
    case 'services':
      return yes(facts.services.includes(what));
    case 'window':
      return yes(facts.windows?.includes(what) ?? true);
    case 'active':
      return yes(bundle.flows.has(what));
    default:
      return undefined;
  }
}

function yes(is: boolean): string {
  return is ? 'yes' : 'no';
}

function replaceTop(draft: Draft, frame: Frame): void {
  changeTalk(draft, { frames: [...draft.state.talk.frames.slice(0, -1), frame] });
}

function howEnded(draft: Draft): 'exit' | 'erased' | 'finished' {
  if (draft.effects.some((effect) => effect.kind === 'clear-chat')) return 'erased';
  return topFrame(draft)?.flow === draft.bundle.anytime.exit ? 'exit' : 'finished';
}

/** A place that this bundle does not have any more leads to a safe beginning. */
function restart(draft: Draft): void {
  const frame = entry(draft, draft.bundle.home, null);
  if (frame === undefined || draft.budget < 0) return;
  changeTalk(draft, { frames: [frame], interrupted: null });
  walk(draft);
}

/** Cannot happen in a checked bundle; if it does, the child is offered a person instead of silence. */
function stopLoop(draft: Draft): void {
  draft.parts = [];
  sayKey(draft, 'bot:unknown.again');
  draft.effects.push({ kind: 'alarm', alarm: 'poison' });
}
