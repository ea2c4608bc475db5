import type { Facts } from '../domain/flow/facts.ts';
import { windowsWithHours } from '../domain/queue/callback-window.ts';
import type { OnDuty } from '../domain/queue/skill.ts';
import { waitRange } from '../domain/queue/wait.ts';
import { recent } from './recent.ts';

/** What a child can be told of the desk. The same for every conversation of a moment. */
export interface DeskFacts extends Pick<Facts, 'desk' | 'wait' | 'line' | 'hours' | 'windows'> {
  /** The hours are open, and nobody takes chats: children are told that the desk is closed. */
  readonly deserted: boolean;
}

export interface DeskSources {
  now(): Promise<number>;
  /** Counsellors who are signed in and take chats. */
  people(now: number): Promise<readonly OnDuty[]>;
  /** The scores of all who wait. */
  waiting(): Promise<readonly number[]>;
  claimsLastHour(now: number): Promise<number>;
  hours(now: number): { readonly open: boolean; readonly printed: string | null };
  /** Whether any process looks after what failed and who left. */
  worked(now: number): Promise<boolean>;
}

/** Children in line for each counsellor beyond which a place in the line is no honest offer. */
const LINE_PER_PERSON = 10;
const FRESH_MS = 1000;

/** Reads the desk at most once a second: a burst of children must not become a burst of look-ups. */
export function deskFacts(sources: DeskSources): () => Promise<DeskFacts> {
  return recent(FRESH_MS, () => readDesk(sources));
}

async function readDesk(sources: DeskSources): Promise<DeskFacts> {
  const now = await sources.now();
  const hours = sources.hours(now);
  const [onDuty, scores, claimsPerHour, worked] = await Promise.all([
    sources.people(now),
    sources.waiting(),
    sources.claimsLastHour(now),
    sources.worked(now),
  ]);
  const free = onDuty.reduce((sum, one) => sum + one.free, 0);
  const line = { scores, claimsPerHour, free, onDuty };
  const wait = waitRange(scores.length + 1, claimsPerHour, free);
  const windows = windowsWithHours(now, (at) => sources.hours(at).open);
  const deserted = hours.open && onDuty.length === 0;
  const rest = { wait, line, hours: hours.printed, windows, deserted };
  if (!hours.open || onDuty.length === 0) return { desk: 'closed', ...rest };
  // A place in the line that nobody would look after is no offer.
  if (!worked) return { desk: 'down', ...rest };
  const full = scores.length >= onDuty.length * LINE_PER_PERSON;
  return { desk: full ? 'full' : 'open', ...rest };
}
