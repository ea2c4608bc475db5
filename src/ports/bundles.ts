import type { Bundle } from '../domain/flow/bundle.ts';

/** The published bundles. A conversation stays on its own until it ends. */
export interface Bundles {
  current(): Bundle;
  /** The bundle of that id, or the current one when it is not to be had any more. */
  of(id: string): Bundle;
}
