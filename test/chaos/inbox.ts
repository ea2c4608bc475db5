import type { Ledger } from './ledger.ts';

/** What one child was shown, against what has to come: each token once, in order. */
export interface Inbox {
  expect(token: string): void;
  /** Looks for a token in a message that the platform took at `at`. */
  shown(text: string, at: number): void;
  /** How many are still to come. */
  missing(): number;
  /** Counts what never came, and begins anew. */
  giveUp(): void;
}

/** `[7]`: an answer of the flow. `[line 3.2.5]`: a counsellor's line. */
const TOKEN = /\[([^\]]+)\]/gu;
/** So many tokens back, one that comes again is the same message and not the next of its name. */
const RECENT = 3;

export interface InboxOptions {
  readonly name: string;
  /** Whether the platform lets us learn afterwards that it took a message: then nothing may come twice. */
  readonly reconciled: boolean;
  readonly ledger: Ledger;
}

interface Shown {
  readonly token: string;
  readonly at: number;
}

export function inbox({ name, reconciled, ledger }: InboxOptions): Inbox {
  let expected: string[] = [];
  let overdue: string[] = [];
  let recent: Shown[] = [];

  const again = (first: Shown, token: string): void => {
    if (!reconciled && ledger.disturbedAt(first.at)) return ledger.add('gap');
    ledger.broken('doubled', `${name} was shown ${token} twice`);
  };

  const take = (token: string, at: number): void => {
    const place = expected.indexOf(token);
    if (place >= 0 && place < RECENT) {
      overdue.push(...expected.slice(0, place));
      expected = expected.slice(place + 1);
      recent = [...recent.slice(1 - RECENT), { token, at }];
      return;
    }
    const before = recent.findLast((shown) => shown.token === token);
    if (before !== undefined) return again(before, token);
    if (overdue.includes(token)) {
      overdue = overdue.filter((one) => one !== token);
      return ledger.broken('disordered', `${name} was shown ${token} late`);
    }
    ledger.broken('disordered', `${name} was shown ${token}, next is ${expected[0] ?? 'nothing'}`);
  };

  return {
    expect: (token) => void expected.push(token),
    shown(text, at) {
      for (const [, token] of text.matchAll(TOKEN)) if (token !== undefined) take(token, at);
    },
    missing: () => expected.length,
    giveUp() {
      for (const token of [...overdue, ...expected]) {
        ledger.broken('lost', `${name} was never shown ${token}`);
      }
      [expected, overdue, recent] = [[], [], []];
    },
  };
}
