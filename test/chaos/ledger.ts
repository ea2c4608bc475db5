/** What a run counts. */
export interface Ledger {
  readonly counts: Record<Count, number>;
  add(count: Count, by?: number): void;
  /** A broken promise: counted and, the first ones, told in words (simulated children only, no real person's). */
  broken(count: Broken, what: string): void;
  readonly told: readonly string[];
  /** Resolves with the first broken promise. */
  readonly firstBroken: Promise<void>;
  /** Names a stretch of time in which the machinery was disturbed. */
  fault(kind: Fault, forMs: number): void;
  /** Perhaps nobody read the answer to what a platform took. */
  unread(message: Taken): void;
  readonly faults: ReadonlyMap<Fault, number>;
  /** Whether a message may come again: its answer was perhaps not read, or not noted, when something went wrong. */
  disturbed(message: Taken): boolean;
  /** How long (ms) after a platform took a message the next fault began; Infinity when none did. */
  nextFaultAfter(takenAt: number): number;
}

/** A message that a platform took; the same object wherever it is spoken of. */
export interface Taken {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type Broken = 'lost' | 'doubled' | 'disordered' | 'stranded';
type Count = Broken | 'in' | 'out' | 'kills' | 'gap' | 'duplicates' | 'refused' | 'talks' | 'exits';
export type Fault =
  | 'kill -9 web'
  | 'kill -9 worker'
  | 'kill -9 server'
  | 'kill -9 redis'
  | 'stop web'
  | 'stop worker'
  | 'stop server'
  | 'stop redis'
  | 'cut redis'
  | 'flap redis'
  | 'reply lost'
  | 'late commit'
  | 'platform 429'
  | 'platform 5xx'
  | 'platform slow'
  | 'platform took it, no answer';

const MOST_TOLD = 20;
/** Between a platform's acceptance and our note of it lie two answers: so long they may take, and longer on a busy machine. */
const NOTE_MS = 1500;

export function ledger(slowness: () => number = () => 1): Ledger {
  const counts = {
    ...{ in: 0, out: 0, kills: 0, gap: 0, duplicates: 0, refused: 0, talks: 0, exits: 0 },
    ...{ lost: 0, doubled: 0, disordered: 0, stranded: 0 },
  };
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const faults = new Map<Fault, number>();
  const unread = new WeakSet<Taken>();
  const stretches: { readonly from: number; readonly to: number }[] = [];
  const add = (count: Count, by = 1): void => {
    counts[count] += by;
  };
  const disturb = (from: number, to: number): void => {
    stretches.push({ from, to });
    if (stretches.length > 400) stretches.splice(0, 200);
  };
  return {
    counts,
    add,
    told,
    firstBroken: first.promise,
    faults,
    broken(count, what) {
      add(count);
      first.resolve();
      if (told.length < MOST_TOLD) told.push(`${count}: ${what} (${new Date().toISOString()})`);
    },
    fault(kind, forMs) {
      faults.set(kind, (faults.get(kind) ?? 0) + 1);
      if (kind.startsWith('kill')) add('kills');
      disturb(Date.now(), Date.now() + forMs);
    },
    unread: (message) => void unread.add(message),
    disturbed: (message) =>
      unread.has(message) ||
      stretches.some(
        ({ from, to }) => from <= message.at + NOTE_MS * slowness() && to >= message.at,
      ),
    nextFaultAfter: (takenAt) =>
      Math.min(...stretches.map(({ from }) => from - takenAt).filter((ms) => ms >= 0), Infinity),
  };
}
