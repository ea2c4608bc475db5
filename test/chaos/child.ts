import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from '../support/platforms/loopback.ts';
import { turnOf } from './bundle.ts';
import { LINES } from './desk.ts';
import { inbox } from './inbox.ts';
import type { Ledger, Taken } from './ledger.ts';
import type { Post } from './post.ts';
import type { Random } from './random.ts';

/** How a simulated child writes on its channel. */
export interface Hands {
  readonly name: string;
  readonly reconciled: boolean;
  open(): Webhook;
  text(words: string): Webhook;
}

export interface Child {
  readonly name: string;
  /** The platform took a message for this child. */
  shown(text: string, message: Taken): void;
  expect(token: string): void;
  /** Chats until told to stop, then until nothing is missing any more. */
  live(over: AbortSignal): Promise<void>;
  /** After all is mended: does a last word still get its answer? */
  probe(): Promise<void>;
}

export interface ChildOptions {
  readonly hands: Hands;
  readonly post: Post;
  readonly random: Random;
  readonly ledger: Ledger;
  /** How long a child waits before it counts as stranded. */
  readonly patienceMs: number;
}

/** The most on the way at once. */
const AHEAD = 2;

type Place = 'away' | 'here' | 'asking' | 'waiting' | 'leaving';
/** What a sign says, and where alone it can be true: on Telegram a line of the talk before may come twice. */
const PLACES: readonly (readonly [sign: string, from: readonly Place[], to: Place])[] = [
  ['[0]', ['away'], 'here'],
  ['[nobody]', ['asking'], 'here'],
  ['[waits]', ['asking'], 'waiting'],
  ['[closed]', ['waiting'], 'away'],
  ['[bye]', ['leaving'], 'away'],
];
const SIGNS = /\[(?:nobody|waits|closed|bye|over)\]/gu;

export function aChild({ hands, post, random, ledger, patienceMs }: ChildOptions): Child {
  const box = inbox({ name: hands.name, reconciled: hands.reconciled, ledger });
  let place: Place = 'away';
  let talk = 0;
  /** How many choices this child has made since it came. */
  let turn = 0;

  const at = (): Place => place;
  const until = async (done: () => boolean, ms = patienceMs): Promise<boolean> => {
    const end = Date.now() + ms;
    while (!done() && Date.now() < end) await sleep(100);
    return done();
  };
  const answered = async (): Promise<boolean> => {
    if (await until(() => box.missing() === 0)) return true;
    box.giveUp();
    return false;
  };
  const open = async (): Promise<void> => {
    turn = 0;
    box.expect('0');
    await post(hands.open());
    await answered();
  };
  const choose = async (): Promise<void> => {
    const { choice, token } = turnOf(turn);
    turn += 1;
    box.expect(token);
    await post(hands.text(choice));
  };

  const count = async (): Promise<void> => {
    for (let n = 0; n < random.between(4, 16); n += 1) {
      await choose();
      // Several in a row, as children write.
      if (random.chance(0.5) && box.missing() <= AHEAD) continue;
      await until(() => box.missing() === 0);
      await sleep(random.between(200, 2500));
    }
    await answered();
  };

  /** To the queue, to a counsellor, and to the end of that talk. */
  const talkToPerson = async (): Promise<void> => {
    talk += 1;
    place = 'asking';
    await post(hands.text('9'));
    if (!(await until(() => at() !== 'asking'))) {
      return ledger.broken('stranded', `${hands.name} asked for a person and heard nothing`);
    }
    if (at() === 'here') return;
    for (let n = 1; n <= LINES; n += 1) {
      await post(hands.text(`line ${hands.name} ${talk} ${n}`));
      await sleep(random.between(100, 1200));
    }
    // Behind a full line, each of whose talks is disturbed as well.
    if (!(await until(() => at() === 'away', 3 * patienceMs))) {
      ledger.broken('stranded', `${hands.name} waited for a person, and is ${place}`);
    }
    await answered();
  };

  const leave = async (): Promise<void> => {
    ledger.add('exits');
    place = 'leaving';
    await post(hands.text('exit'));
    if (!(await until(() => at() === 'away'))) {
      ledger.broken('stranded', `${hands.name} left and is still there`);
    }
  };

  return {
    name: hands.name,
    shown(text, message) {
      ledger.add('out');
      const told = PLACES.find(([sign, from]) => text.includes(sign) && from.includes(place));
      place = told?.[2] ?? place;
      box.shown(text.replaceAll(SIGNS, ''), message);
    },
    expect: box.expect,
    async live(over) {
      await sleep(random.between(0, 3000));
      place = 'away';
      while (!over.aborted) {
        if (place === 'away') await open();
        await count();
        const next = random.next();
        if (next < 0.25) await talkToPerson();
        else if (next < 0.35) await leave();
      }
    },
    async probe() {
      if (place === 'away') return open();
      await choose();
      if (!(await answered())) ledger.broken('stranded', `${hands.name} gets no answer any more`);
    },
  };
}
