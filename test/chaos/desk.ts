import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { Conversation } from '../../src/http/api.ts';
import type { Child } from './child.ts';
import type { DeskClient } from './desk-client.ts';
import type { Ledger } from './ledger.ts';

/** How many lines of the child a talk has, each of which gets one of the counsellor. */
export const LINES = 4;

export interface DeskOptions {
  readonly client: DeskClient;
  readonly ledger: Ledger;
  /** The simulated children by name. */
  readonly children: ReadonlyMap<string, Child>;
  readonly over: AbortSignal;
}

/** One counsellor at work: claims who waits, answers every line with one, closes, and notes what the transcript lacks. */
export async function workAtDesk(options: DeskOptions): Promise<void> {
  const { client, over } = options;
  const talks = new Map<string, Talk>();
  while (!over.aborted) {
    const queue = await client.queue();
    for (const card of queue?.mine ?? []) {
      if (!card.ended) await answer(options, card.id, talks);
    }
    const free = (queue?.capacity ?? 0) - (queue?.mine.filter((card) => !card.ended).length ?? 0);
    for (const card of queue?.waiting.slice(0, Math.max(0, free)) ?? []) {
      await client.act('POST', `/api/queue/${card.id}/claim`, {
        key: keyOf(client, 'claim', card.id),
      });
    }
    await sleep(200);
  }
}

interface Talk {
  said: number;
  /** How often it was closed, and when last: a talk that was given back in between has to be closed again. */
  closes: number;
  closedAt: number;
}

const CLOSED_FOR_MS = 15_000;

type Shown = z.infer<typeof Conversation>;

async function answer(
  { client, ledger, children }: DeskOptions,
  id: string,
  talks: Map<string, Talk>,
): Promise<void> {
  const shown = await client.conversation(id);
  if (shown === null || shown.owner !== 'me') return;
  const { child, talk, lines } = readLines(shown);
  const who = children.get(child);
  if (who === undefined) return;
  const state = talks.get(id) ?? { said: 0, closes: 0, closedAt: 0 };
  talks.set(id, state);
  while (state.said < lines.length && state.said < LINES) {
    const n = state.said + 1;
    const token = `${client.alias}.${talk}.${n}`;
    who.expect(token);
    const body = { key: keyOf(client, `say${n}`, id), text: `[${token}]` };
    const status = await client.act('POST', `/api/conversations/${id}/messages`, body);
    if (status >= 400) ledger.broken('lost', `${child}: line ${token} refused with ${status}`);
    else ledger.add('in');
    state.said = n;
  }
  // A close takes a moment when its process died over it.
  if (state.said < LINES || Date.now() - state.closedAt < CLOSED_FOR_MS) return;
  checkLines(ledger, child, lines);
  const key = keyOf(client, `close${state.closes}`, id);
  await client.act('POST', `/api/conversations/${id}/close`, { key });
  await client.act('PUT', `/api/conversations/${id}/wrap-up`, WRAP_UP);
  if (state.closes === 0) ledger.add('talks');
  state.closes += 1;
  state.closedAt = Date.now();
}

const WRAP_UP = {
  contact: 'test',
  category: null,
  risk: null,
  ageBand: null,
  gender: null,
  referredTo: [],
};

/** `line <child> <talk> <n>` */
const LINE = /^line (\S+) (\d+) (\d+)$/u;

function readLines({ lines }: Shown) {
  const found = lines.flatMap(({ from, text }) => {
    const match = from === 'child' ? LINE.exec(text) : null;
    return match === null ? [] : [{ child: match[1] ?? '', talk: match[2] ?? '', n: match[3] }];
  });
  const { child = '', talk = '' } = found.at(-1) ?? {};
  return {
    child,
    talk,
    lines: found.filter((line) => line.talk === talk).map(({ n }) => Number(n)),
  };
}

function checkLines(ledger: Ledger, child: string, lines: readonly number[]): void {
  for (let n = 1; n <= LINES; n += 1) {
    const times = lines.filter((line) => line === n).length;
    if (times === 0) ledger.broken('lost', `${child}: line ${n} is not on the desk`);
    if (times > 1)
      ledger.broken('doubled', `${child}: line ${n} stands ${times} times on the desk`);
  }
  const once = [...new Set(lines)];
  if (once.some((n, at) => at > 0 && n < (once[at - 1] ?? 0))) {
    ledger.broken('disordered', `${child}: lines ${lines.join(' ')} on the desk`);
  }
}

/** One name for one act of one person, whichever process is asked how often. */
function keyOf({ alias }: DeskClient, act: string, id: string): string {
  return `${act}-${alias}-${id}-of-the-run`.replaceAll(/[^A-Za-z0-9_-]/gu, '-').slice(0, 64);
}
