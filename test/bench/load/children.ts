import type { Poster } from './post.ts';
import { SCRIPTS, type Script } from './script.ts';
import { type Target, webhookOf } from './webhooks.ts';

/** One turn, measured from the moment when it was due. */
export interface TurnTimes {
  readonly replyMs: number;
  readonly ackMs: number;
}

interface Child {
  readonly id: number;
  readonly script: Script;
  /** How many texts were written. */
  written: number;
  heard: ((text: string) => void) | null;
}

export interface Children {
  /** Walks one child of each language through two rounds of its loop, and learns what is due after each text. */
  learn(): Promise<void>;
  /** Takes the next turn of whichever child rested longest, as soon as one rests; null when it failed. */
  turn(): Promise<TurnTimes | null>;
  shown(child: number, text: string): void;
  failed(): number;
}

const FIRST_ID = 500_000;
const PATIENCE_MS = 10_000;

/**
 * The synthetic children of one subject. A turn is done when the webhook was acknowledged with 200 and the platform
 * has the one reply that is due at this place of the talk; anything else has failed.
 *
 * @param opens - False for a subject whose script has no opening.
 */
export function childrenOf(
  target: Target,
  poster: Poster,
  count: number,
  opens: boolean,
): Children {
  const due = new Map<Script, (string | undefined)[]>();
  const children = Array.from({ length: count }, (_, at): Child => {
    const script = SCRIPTS[at % SCRIPTS.length] ?? { opening: [], loop: [] };
    return { id: FIRST_ID + at, script, written: opens ? 0 : script.opening.length, heard: null };
  });
  const byId = new Map(children.map((child) => [child.id, child]));
  const line = lineOf(children);
  let failed = 0;

  async function turnOf(child: Child, sentAt: number): Promise<TurnTimes | null> {
    const { text, place } = nextOf(child);
    child.written += 1;
    const webhook = webhookOf(target, child.id, text);
    const heard = hear(child, sentAt);
    const status = poster.post(webhook).then((code) => ({ code, ms: performance.now() - sentAt }));
    const [said, ack] = await Promise.all([heard, status]);
    const known = due.get(child.script)?.[place];
    const right = said !== null && (known === undefined || known === said.text);
    if (ack.code !== 200 || said === null || !right) {
      failed += 1;
      return null;
    }
    if (place >= 0) due.set(child.script, noted(due.get(child.script), place, said.text));
    return { replyMs: said.ms, ackMs: ack.ms };
  }

  return {
    async learn() {
      for (const pilot of children.slice(0, SCRIPTS.length)) {
        const { opening, loop } = pilot.script;
        const turns = opening.length - pilot.written + 2 * loop.length;
        for (let n = 0; n < turns; n += 1) {
          if ((await turnOf(pilot, performance.now())) === null) throw new Error(UNFIT);
        }
      }
    },
    async turn() {
      // A turn that has to wait for a child began when it was due.
      const dueAt = performance.now();
      const child = await line.next();
      const times = await turnOf(child, dueAt);
      line.rests(child);
      return times;
    },
    shown(id, text) {
      const child = byId.get(id);
      if (child?.heard === null || child === undefined) failed += 1;
      else child.heard(text);
    },
    failed: () => failed,
  };
}

const UNFIT =
  'a turn failed with no load at all, or the loop of script.ts does not lead back to where it began in the flows';

interface Line {
  /** The child that rested longest; when none rests, the next that does. */
  next(): Promise<Child>;
  rests(child: Child): void;
}

function lineOf(children: readonly Child[]): Line {
  const resting = [...children];
  const waiting: ((child: Child) => void)[] = [];
  return {
    next() {
      const child = resting.shift();
      if (child !== undefined) return Promise.resolve(child);
      return new Promise((come) => {
        waiting.push(come);
      });
    },
    rests(child) {
      const come = waiting.shift();
      if (come === undefined) resting.push(child);
      else come(child);
    },
  };
}

/** The text that comes next; its place in the loop, negative before it. */
function nextOf({ script, written }: Child): { readonly text: string; readonly place: number } {
  const at = written - script.opening.length;
  const place = at < 0 ? at : at % script.loop.length;
  return { text: (at < 0 ? script.opening[written] : script.loop[place]) ?? '', place };
}

function hear(
  child: Child,
  sentAt: number,
): Promise<{ readonly text: string; readonly ms: number } | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.heard = null;
      resolve(null);
    }, PATIENCE_MS);
    child.heard = (text) => {
      clearTimeout(timer);
      child.heard = null;
      resolve({ text, ms: performance.now() - sentAt });
    };
  });
}

function noted(
  before: readonly (string | undefined)[] | undefined,
  place: number,
  text: string,
): (string | undefined)[] {
  const after = [...(before ?? [])];
  after[place] = text;
  return after;
}
