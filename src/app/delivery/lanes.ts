import type { ChannelId } from '../../domain/flow/bundle.ts';
import type { Channel, Pace } from '../../ports/channel.ts';
import { type Lane, lane } from './lane.ts';

/** The lane of each channel, made when it is first asked for. */
export type Lanes = (channel: ChannelId) => Lane;

export interface LanesOptions {
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  /** For measurements: everything is counted as always, and nobody has to wait. */
  readonly free?: boolean;
  readonly sendLeaseMs: number;
  readonly clock: () => number;
  /** How many processes send, until somebody says otherwise; this one alone when it is left out. */
  readonly processes?: number;
  /** Told of a pause on a platform that concerns every process. */
  readonly onPause?: (channel: ChannelId, ms: number) => void;
}

const ENDLESS = { perSecond: 1e6, burst: 1e6 };
const FREE: Pace = { perSecond: ENDLESS.perSecond, perChild: ENDLESS };

export function lanesOf(options: LanesOptions): Lanes {
  const { channels, free, sendLeaseMs, clock, processes, onPause } = options;
  const lanes = new Map<ChannelId, Lane>();
  return (id) => {
    const known = lanes.get(id);
    if (known !== undefined) return known;
    const pace = channels.get(id)?.pace ?? null;
    const made = lane({
      pace: free && pace ? FREE : pace,
      patienceMs: sendLeaseMs / 6,
      clock,
      ...(processes !== undefined && { processes }),
      onPause: (ms) => onPause?.(id, ms),
    });
    lanes.set(id, made);
    return made;
  };
}
