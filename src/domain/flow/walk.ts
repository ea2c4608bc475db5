import type { Asked, Frame } from '../conversation/state.ts';
import { unreachable } from '../result.ts';
import { choicesOf, nextPage, rowsOf } from './answer.ts';
import type { AskStep, Flow, FlowId, Step, StepId } from './bundle.ts';
import {
  change,
  changeTalk,
  type Draft,
  flush,
  labelOf,
  sayKey,
  textOf,
  topFrame,
} from './draft.ts';
import { end } from './end.ts';
import { joinQueue, sayWaiting } from './join-queue.ts';

const DEEPEST = 4;

/** Goes on from where the conversation stands to the next point where it waits for the child, or ends. */
export function walk(draft: Draft): void {
  for (;;) {
    const found = currentStep(draft);
    if (found === undefined) return restart(draft);
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
  if (name === 'language' && draft.bundle.languages.includes(value)) {
    change(draft, { language: value });
  }
  if (name in draft.bundle.globals) {
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
      return enter(draft, step.flow, draft.state.talk.frames.slice(0, -1));
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
  changeTalk(draft, { frames: [...below.slice(-(DEEPEST - 1)), frame] });
  return true;
}

function goBack(draft: Draft): boolean {
  const { frames, interrupted } = draft.state.talk;
  if (frames.length > 1) {
    changeTalk(draft, { frames: frames.slice(0, -1) });
    return true;
  }
  if (!safeAgain(draft)) return false;
  if (draft.state.owner.kind === 'counsellor') {
    changeTalk(draft, { frames: interrupted ?? [], interrupted: null, asked: null });
    return false;
  }
  if (interrupted === null) return enter(draft, draft.bundle.home, []);
  changeTalk(draft, { frames: interrupted, interrupted: null });
  resume(draft);
  return false;
}

/** A page that came back shows nothing of before until its own question is answered, whatever came between. */
function safeAgain(draft: Draft): boolean {
  const { returned, ...marks } = draft.state.marks;
  if (returned === undefined) return true;
  const { safety } = draft.bundle.anytime;
  if (topFrame(draft)?.flow === safety) {
    change(draft, { marks });
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
  const { facts } = draft;
  if (name === 'desk') return facts.desk;
  if (name === 'channel') return facts.channel;
  if (name.startsWith('services:')) {
    return facts.services.includes(name.slice('services:'.length)) ? 'yes' : 'no';
  }
  return topFrame(draft)?.vars[name] ?? draft.state.talk.globals[name] ?? '';
}

function replaceTop(draft: Draft, frame: Frame): void {
  changeTalk(draft, { frames: [...draft.state.talk.frames.slice(0, -1), frame] });
}

/** Everything the child told us, gone in this very commit; only where they stand now is left. */
export function eraseContent(draft: Draft): void {
  if (draft.effects.some(({ kind }) => kind === 'forget-lines')) return;
  flush(draft);
  draft.effects.push({ kind: 'forget-lines' }, { kind: 'clear-chat' });
  changeTalk(draft, { globals: keepDevice(draft), interrupted: null });
  change(draft, { queue: null });
}

/** Kept so that the last lines stay discreet on a shared phone; it goes with the conversation. */
function keepDevice(draft: Draft): Readonly<Record<string, string>> {
  const { device } = draft.state.talk.globals;
  return device === undefined ? {} : { device };
}

function howEnded(draft: Draft): 'exit' | 'erased' | 'finished' {
  if (draft.effects.some((effect) => effect.kind === 'forget-lines')) return 'erased';
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
