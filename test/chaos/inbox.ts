import type { Ledger, Taken } from './ledger.ts';

/** What one child was shown, against what has to come: each token once, in order. */
export interface Inbox {
  expect(token: string): void;
  /** Looks for a token in a message that the platform took. */
  shown(text: string, message: Taken): void;
  /** How many are still to come. */
  missing(): number;
  /** Counts what never came, and begins anew. */
  giveUp(): void;
}

/** `[2.4]`: an answer of the flow. `[line 3.2.5]`: a counsellor's line. */
const TOKEN = /\[([^\]]+)\]/gu;
/** So far ahead of what comes next a token is out of order, and beyond it of another talk. */
const AHEAD = 3;
/** So many tokens back, one that comes again is the same message; the next of its name is further away. */
const RECENT = 12;

export interface InboxOptions {
  readonly name: string;
  /** Whether the platform lets us learn afterwards that it took a message: then nothing may come twice. */
  readonly reconciled: boolean;
  readonly ledger: Ledger;
}

interface Shown {
  readonly token: string;
  readonly message: Taken;
}

export function inbox({ name, reconciled, ledger }: InboxOptions): Inbox {
  let expected: string[] = [];
  let overdue: string[] = [];
  let recent: Shown[] = [];

  const again = ({ message: first }: Shown, token: string, { at }: Taken): void => {
    if (!reconciled && ledger.disturbed(first)) return ledger.add('gap');
    const [apart, fault] = [at - first.at, ledger.nextFaultAfter(first.at)];
    ledger.broken(
      'doubled',
      `${name} was shown ${token} twice, ${apart} ms apart, the next fault ${fault} ms after the first`,
    );
  };

  const take = (token: string, message: Taken): void => {
    const place = expected.indexOf(token);
    if (place >= 0 && place < AHEAD) {
      overdue.push(...expected.slice(0, place));
      expected = expected.slice(place + 1);
      recent = [...recent.slice(1 - RECENT), { token, message }];
      return;
    }
    const before = recent.findLast((shown) => shown.token === token);
    if (before !== undefined) return again(before, token, message);
    if (overdue.includes(token)) {
      overdue = overdue.filter((one) => one !== token);
      return ledger.broken('disordered', `${name} was shown ${token} late`);
    }
    ledger.broken('disordered', `${name} was shown ${token}, next is ${expected[0] ?? 'nothing'}`);
  };

  return {
    expect: (token) => void expected.push(token),
    shown(text, message) {
      for (const [, token] of text.matchAll(TOKEN)) if (token !== undefined) take(token, message);
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
