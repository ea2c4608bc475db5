import type { Effect } from '../conversation/effect.ts';
import type { OutMessage } from '../conversation/message.ts';
import type { ConversationState } from '../conversation/state.ts';
import type { AskStep, Bundle, FlowChoice, FlowId, Step, StepId, TextKey } from '../flow/bundle.ts';
import type { Act } from './acts.ts';
import type { Position } from './position.ts';
import type { ChosenFacts } from './tracked-facts.ts';
import type { Known } from './valuation.ts';

/** A step that a turn did. */
export interface Passed {
  readonly flow: FlowId;
  readonly id: StepId;
  readonly step: Step;
}

/** Where a turn begins: of a position what the engine and the rules may look at. */
export type From = Pick<Position, 'state' | 'inside'>;

/** One run of the engine: all that a rule may look at. */
export interface TurnView {
  readonly bundle: Bundle;
  readonly act: Act;
  readonly from: From;
  readonly after: ConversationState;
  readonly effects: readonly Effect[];
  readonly messages: readonly OutMessage[];
  readonly passed: readonly Passed[];
  /** Keys of the bot's texts in the order in which they are said; labels of choices are not among them. */
  readonly said: readonly TextKey[];
  /** A variable before this turn; only those that the rule asked for are sure. */
  before(name: string): string;
  /** A fact that the turn looked at; empty when it did not. */
  chosen(name: string): string;
  /** The choice that was taken, and the question that stood open. */
  readonly asked: AskStep | undefined;
  readonly choice: FlowChoice | undefined;
}

export type Next =
  | { readonly kind: 'at'; readonly position: Position }
  /** Back to where the child was before an interruption; the frames are left open. */
  | { readonly kind: 'back'; readonly state: ConversationState }
  | { readonly kind: 'over' };

export const OVER: Next = { kind: 'over' };

/** Exits that lead back differ only in what the conversation itself became. */
export function exitKey(next: Exclude<Next, { readonly kind: 'over' }>): string {
  if (next.kind === 'at') return String(next.position.id);
  return `back ${next.state.owner.kind}`;
}

export interface Turn {
  readonly act: Act;
  readonly chosen: ChosenFacts;
  readonly next: Next;
  /** The variables that have their value from this turn. */
  readonly wrote: Known;
  /** It entered an interruption from outside of one. */
  readonly calls: boolean;
  /** Within an interruption: another one took its place, with the same way back. */
  readonly nested: boolean;
  readonly passed: readonly Passed[];
  /** The choice that was taken, as `flow/step/is`. */
  readonly took: string | null;
  readonly findings: readonly TurnFinding[];
}

export interface TurnFinding {
  readonly rule: string;
  readonly flow: FlowId;
  readonly step: StepId;
  readonly what: string;
  readonly mend: string;
}
