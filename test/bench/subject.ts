import type { Target } from './load/webhooks.ts';
import type { PrivateRedis } from './private-redis.ts';

/** What a subject may stand on. */
export interface Surroundings {
  /** The root of both platforms' fakes. */
  readonly platformUrl: string;
  /** A folder of its own; a profile is left there when one is asked for. */
  readonly folder: string;
  readonly redis: PrivateRedis | null;
  readonly profile: boolean;
}

/** One row of the table: a program that answers webhooks, and how it is started. */
export interface Subject {
  readonly name: string;
  readonly platform: Target['platform'];
  /** Ours syncs every write; the others keep what their authors' defaults are. */
  readonly redis: 'always' | 'everysec' | null;
  /** Whether its conversations have a beginning before the loop. */
  readonly opens: boolean;
  start(around: Surroundings): Promise<Started>;
}

export interface Started {
  readonly target: Target;
  readonly pid: number;
  /** From the start of the process until it takes webhooks. */
  readonly startMs: number;
  /** Ends it kindly, so that a profile is written. */
  stop(): Promise<void>;
}
