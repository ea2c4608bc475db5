import type { ConversationState } from '../conversation/state.ts';
import { openAsk, type Row } from './answer.ts';
import type { Bundle, Concern, Flow, StepId } from './bundle.ts';

/** A yes to these leads to help at once. Of all else a person can make more than a second question of ours. */
const AT_ONCE: readonly Concern[] = ['danger', 'self-harm'];

/** What the words of distress mean beside the question that stands open. */
export type Again =
  /** Nobody was asked about it yet; `unanswered` was. */
  | { readonly kind: 'new'; readonly unanswered: Concern | undefined }
  /** Said again before it was answered: the answer that this counts as. */
  | { readonly kind: 'answers'; readonly row: Row };

/**
 * A child who writes of the same again while we still ask whether we understood has said yes: nobody is asked a
 * second time (R9, R15). A new concern is asked about once, and one that was asked about before leads to a person.
 */
export function saidAgain(bundle: Bundle, state: ConversationState, concern: Concern): Again {
  const asked = concernAsked(bundle, state);
  if (asked === undefined) return { kind: 'new', unanswered: undefined };
  const same = asked === concern;
  if (!same && state.talk.heard?.includes(concern) !== true)
    return { kind: 'new', unanswered: asked };
  const row = rowOf(bundle, state, same && AT_ONCE.includes(concern) ? 'yes' : 'person');
  return row === undefined ? { kind: 'new', unanswered: asked } : { kind: 'answers', row };
}

/** The concern that the open question asks about; undefined where another one stands open, or none. */
export function concernAsked(bundle: Bundle, state: ConversationState): Concern | undefined {
  const frame = state.talk.frames.at(-1);
  const flow = bundle.flows.get(bundle.anytime.distress);
  if (flow === undefined || frame?.flow !== flow.id || state.talk.asked === null) return undefined;
  return CONCERNS.find((concern) => questionOf(flow, concern) === frame.step);
}

const CONCERNS: readonly Concern[] = [
  'self-harm',
  'danger',
  'extortion',
  'abuse',
  'other',
  'person',
];

/** The question that the flow asks first about a concern. */
function questionOf({ start, steps }: Flow, concern: Concern): StepId | undefined {
  let id = start;
  for (let left = steps.size; left > 0; left -= 1) {
    const step = steps.get(id);
    if (step?.kind === 'ask') return id;
    if (step?.kind === 'say') id = step.next;
    else if (step?.kind === 'branch' && step.on === 'concern')
      id = step.is[concern] ?? step.otherwise;
    else return undefined;
  }
  return undefined;
}

function rowOf(bundle: Bundle, state: ConversationState, is: string): Row | undefined {
  const choices = openAsk(bundle, state)?.choices ?? [];
  const index = choices.findIndex((choice) => choice.is === is);
  const choice = choices[index];
  return choice === undefined ? undefined : { kind: 'choice', choice, index };
}
