import type { Line, WaitRange } from '../queue/wait.ts';
import type { ChannelId, Language } from './bundle.ts';

/** All that the engine may know of the world. Plain data, made by the app before each turn. */
export interface Facts {
  /** Milliseconds since the epoch, by the store's clock. */
  readonly now: number;
  readonly channel: ChannelId;
  readonly desk: 'open' | 'closed' | 'full' | 'down';
  /** For whoever joins last; null when no honest estimate exists. */
  readonly wait: WaitRange | null;
  /** Who waits, for the figure at a child's own place; absent: `wait` stands for all. */
  readonly line?: Line;
  /** Kinds of service that have a row to show, nationally or in the child's province. */
  readonly services: readonly string[];
  /** The input is more than fifteen minutes old by the platform's time. */
  readonly late: boolean;
  /** Desk hours of today as printed (`08:00-17:00`), or null when the desk is open day and night or closed all day. */
  readonly hours: string | null;
  /** Times of day (R31) whose next one has a moment in which the desk keeps hours; absent: every one. */
  readonly windows?: readonly string[];
  /** The helpline may hold what was written when a life is in danger; absent: it does not. */
  readonly hold?: boolean;
  /** A talk of this child that is over is held (`Hold`); absent: none is. */
  readonly heldBefore?: boolean;
  /** Writing to a person is paused for this child's address until then (ms); absent: it is not. */
  readonly friction?: number | undefined;
  /** A bot conversation without a word from the child ends after this. */
  readonly idleMs: number;
  /** What was said in a conversation that a person joined is unreadable this long after it ended. */
  readonly retentionMs: number;
  /** A claimed chat without a first reply goes back to its place after this. */
  readonly firstReplyMs: number;
  /** Between two updates to a waiting child who allowed them. */
  readonly updateMs: number;
  /** A channel language hint (`from.language_code`), used only before the child has chosen. */
  readonly hint?: Language;
}
