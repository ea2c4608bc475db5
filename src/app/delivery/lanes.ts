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
}

const ENDLESS = { perSecond: 1e6, burst: 1e6 };
const FREE: Pace = { perSecond: ENDLESS.perSecond, perChild: ENDLESS };

export function lanesOf({ channels, free, sendLeaseMs, clock }: LanesOptions): Lanes {
  const lanes = new Map<ChannelId, Lane>();
  return (id) => {
    const known = lanes.get(id);
    if (known !== undefined) return known;
    const pace = channels.get(id)?.pace ?? null;
    const made = lane({ pace: free && pace ? FREE : pace, patienceMs: sendLeaseMs / 6, clock });
    lanes.set(id, made);
    return made;
  };
}
