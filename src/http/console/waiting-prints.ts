import { createHash } from 'node:crypto';
import type { CardView } from '../../app/desk-types.ts';
import { changeBetween, type Marked } from '../../domain/queue/line-change.ts';

/** So many states of the line are known by name. A console that comes with an older one gets the whole line. */
const KNOWN_STATES = 16;

interface Print {
  readonly name: string;
  whole: string | null;
  readonly changes: Map<string, string>;
}

/**
 * Who waits, as JSON for the answer of the queue: the whole line, or what changed since a state that the console names. Each
 * is printed once for all who look. Of earlier states only ids and versions are kept, no card.
 */
export function waitingPrints() {
  const states = new Map<string, readonly Marked[]>();
  const prints = new WeakMap<readonly CardView[], Print>();

  const printOf = (waiting: readonly CardView[]): Print => {
    const before = prints.get(waiting);
    if (before !== undefined) return before;
    const marks = waiting.map(({ id, version }) => ({ id, version }));
    const print: Print = { name: nameOf(marks), whole: null, changes: new Map() };
    prints.set(waiting, print);
    keep(print.name, marks);
    return print;
  };
  const keep = (name: string, marks: readonly Marked[]): void => {
    // The one that was looked at last leaves last.
    states.delete(name);
    states.set(name, marks);
    const [oldest] = states.keys();
    if (states.size > KNOWN_STATES && oldest !== undefined) states.delete(oldest);
  };

  /** @param since - The name of a state, if the console has one. */
  return (waiting: readonly CardView[], since: string | undefined): string => {
    const print = printOf(waiting);
    const known = since === undefined ? undefined : states.get(since);
    const head = `"name":"${print.name}"`;
    if (since === undefined || known === undefined) {
      print.whole ??= JSON.stringify(waiting);
      return `${head},"waiting":${print.whole}`;
    }
    const change =
      print.changes.get(since) ?? JSON.stringify({ since, ...changeBetween(known, waiting) });
    print.changes.set(since, change);
    return `${head},${change.slice(1, -1)}`;
  };
}

/** The same line has the same name in every process, so that it does not matter which one is asked. */
function nameOf(marks: readonly Marked[]): string {
  const text = marks.map(({ id, version }) => `${id}@${version}`).join(' ');
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
