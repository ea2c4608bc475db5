import type { ChannelId, Language } from './bundle.ts';

/** All that the engine may know of the world. Plain data, made by the app before each turn. */
export interface Facts {
  /** Milliseconds since the epoch, by the store's clock. */
  readonly now: number;
  readonly channel: ChannelId;
  readonly desk: 'open' | 'closed' | 'full' | 'down';
  /** Minutes, or null when no honest estimate exists. */
  readonly wait: { readonly from: number; readonly to: number } | null;
  /** Kinds of service that have a row to show, nationally or in the child's province. */
  readonly services: readonly string[];
  /** The input is more than fifteen minutes old by the platform's time. */
  readonly late: boolean;
  /** `demo` and `pilot` mark unreviewed texts. */
  readonly unreviewed: boolean;
  readonly idleMs: number;
  readonly retentionMs: number;
  /** A channel language hint (`from.language_code`), used only before the child has chosen. */
  readonly hint?: Language;
}
