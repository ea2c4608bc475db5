import type { QueuePlace } from '../conversation/state.ts';
import { answerById, answerByText, openAsk } from './answer.ts';
import type { Band } from './bundle.ts';
import { change, changeTalk, type Draft, topFrame } from './draft.ts';
import { feedbackOver } from './end.ts';
import { entry, moveTo, save, walk } from './walk.ts';

/** No answer after this: the question is over, and the record waits no longer. */
const FEEDBACK_MS = 15 * 60_000;

const GRAVE: readonly Band[] = ['danger', 'self-harm'];

/**
 * After a counsellor's goodbye, one question that a tap answers (F25), and only where it harms nobody: on a phone that is
 * the child's own, where the child said that we may write, and where nobody's life was in question. The talk itself is
 * over all the same.
 */
export function askFeedback(draft: Draft): void {
  const { talk, queue, timers } = draft.state;
  const { feedback } = draft.bundle.anytime;
  draft.watch.read('device');
  if (feedback === undefined || talk.globals['device'] !== 'own' || queue?.mayWrite !== true)
    return;
  if (wasGrave(draft, queue)) return;
  const frame = entry(draft, feedback, null);
  if (frame === undefined) return;
  changeTalk(draft, { frames: [frame], interrupted: null, asked: null });
  change(draft, { timers: { ...timers, feedback: draft.facts.now + FEEDBACK_MS } });
  walk(draft);
}

/** Danger, thoughts of dying, a cry for help in the line or beside the counsellor: nobody is asked how they liked that. */
function wasGrave(draft: Draft, { band, raised }: QueuePlace): boolean {
  draft.watch.read('held');
  return draft.state.escalation !== undefined || raised || GRAVE.includes(band);
}

/** True when it answered the question; anything else is none of its business. */
export function answersFeedback(
  draft: Draft,
  said: { readonly id: string } | { readonly written: string },
): boolean {
  const { bundle, state } = draft;
  if (state.timers.feedback === undefined) return false;
  const picked =
    'id' in said ? answerById(bundle, state, said.id) : answerByText(bundle, state, said.written);
  const open = openAsk(bundle, state);
  if (picked.kind !== 'choice' || open === undefined) return false;
  if (open.save !== null) save(draft, open.save, picked.choice.is);
  noteFeedback(draft);
  moveTo(draft, picked.choice.next);
  walk(draft);
  return true;
}

/** `helped`, or with what could be better `no.waited`: what the record keeps of it. */
function noteFeedback(draft: Draft): void {
  const { felt, better } = topFrame(draft)?.vars ?? {};
  const said = [felt, better].filter((one) => one !== undefined && one !== 'skipped');
  change(draft, { feedback: said.length === 0 ? null : said.join('.') });
}

export function feedbackTimer(draft: Draft): void {
  if (draft.state.ended !== null) feedbackOver(draft);
}
