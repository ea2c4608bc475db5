import type { FlowId, StepId } from './bundle.ts';

/**
 * Sees what a turn passed, and which variables it depended on and set. The checker needs all three to walk every state
 * without stepping through each of them; nobody else watches. Some more count as variables here: `unknown`, the
 * texts in a row that no flow understood; `returned`, a page that has not said yet that it is safe; `callback`, a
 * time that was left for a message; `hours`, whether the desk keeps any today; `burst`, whether the same came or was answered just before; and `urgent`, whether the
 * answers so far are those of danger, thoughts of dying, abuse or extortion, or a worrying phrase was written.
 */
export interface Watch {
  passed(flow: FlowId, step: StepId): void;
  /** A branch or the engine decided by this variable of all flows. */
  read(name: string): void;
  /** A variable has its value from this turn, whether or not it is another one. */
  wrote(name: string): void;
}

export const UNWATCHED: Watch = {
  passed: () => undefined,
  read: () => undefined,
  wrote: () => undefined,
};
