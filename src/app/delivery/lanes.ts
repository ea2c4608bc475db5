import type { ChannelId } from '../../domain/flow/bundle.ts';
import type { Channel } from '../../ports/channel.ts';
import { type Lane, lane } from './lane.ts';

/** The lane of each channel, made when it is first asked for. */
export type Lanes = (channel: ChannelId) => Lane;

export interface LanesOptions {
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly sendLeaseMs: number;
  readonly clock: () => number;
}

export function lanesOf({ channels, sendLeaseMs, clock }: LanesOptions): Lanes {
  const lanes = new Map<ChannelId, Lane>();
  return (id) => {
    const known = lanes.get(id);
    if (known !== undefined) return known;
    const made = lane({ pace: channels.get(id)?.pace ?? null, patienceMs: sendLeaseMs / 6, clock });
    lanes.set(id, made);
    return made;
  };
}
