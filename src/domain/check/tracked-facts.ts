import { CHANNELS, type ChannelId } from '../flow/bundle.ts';
import type { Facts } from '../flow/facts.ts';
import { PAUSES } from '../flow/friction.ts';

/** Facts that were chosen for a turn, by name. One that is missing has its first value. */
export type ChosenFacts = ReadonlyMap<string, string>;

const DESK = ['open', 'closed', 'full', 'down'] as const;
const PAUSED_MS = { short: 10 * 60_000, long: 20 * 60 * 60_000 } as const;
const YES_NO = ['yes', 'no'] as const;
const MINUTE = 60_000;

export function valuesOfFact(name: string): readonly string[] {
  if (name === 'friction') return PAUSES;
  return name === 'desk' ? DESK : YES_NO;
}

/** Told of each fact that a turn looks at, so that only those are varied. */
export type NoteFact = (name: string) => void;

export interface Scene {
  readonly chosen: ChosenFacts;
  readonly late: boolean;
  readonly now: number;
}

export function trackedFacts({ chosen, late, now }: Scene, note: NoteFact): Facts {
  const yes = (name: string): boolean => {
    note(name);
    return chosen.get(name) !== 'no';
  };
  const services = Object.assign([] as string[], {
    includes: (kind: string) => yes(`services:${kind}`),
  });
  const windows = Object.assign([] as string[], {
    includes: (name: string) => yes(`window:${name}`),
  });
  return {
    now,
    get channel(): ChannelId {
      note('channel');
      return CHANNELS.find((id) => id === chosen.get('channel')) ?? CHANNELS[0];
    },
    get desk() {
      note('desk');
      return DESK.find((desk) => desk === chosen.get('desk')) ?? 'open';
    },
    get wait() {
      return yes('wait') ? { from: 5, to: 15 } : null;
    },
    services,
    windows,
    get friction(): number | undefined {
      note('friction');
      const pause = chosen.get('friction');
      return pause === 'short' || pause === 'long' ? now + PAUSED_MS[pause] : undefined;
    },
    get hold() {
      return yes('hold');
    },
    late,
    hours: chosen.get('hours') === 'yes' ? '08:00-17:00' : null,
    idleMs: 15 * MINUTE,
    retentionMs: 24 * 60 * MINUTE,
    firstReplyMs: 3 * MINUTE,
    updateMs: 5 * MINUTE,
  };
}
