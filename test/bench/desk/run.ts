import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Console, openConsole } from './console.ts';
import type { Asked, Built, Served } from './protocol.ts';
import { tell } from './tell.ts';

/**
 * The desk with many at it: how long a claim takes while all consoles are open and look whenever something changes. Asked to
 * compare, the consoles first get the whole queue at each look.
 */
export async function benchDesk(
  asked: Omit<Asked, 'consoleDir'>,
  say: (text: string) => void,
): Promise<boolean> {
  const { waiting, counsellors, lines } = asked;
  say(`${waiting} waiting, ${counsellors} consoles open, a conversation of ${lines} lines; SQLite`);
  const ways = asked.compare ? [true, false] : [false];
  let wonAll = true;
  for (const whole of ways) {
    say(whole ? 'the whole queue at each look:' : 'only what changed at each look:');
    wonAll = (await oneDesk(asked, whole, say)) && wonAll;
  }
  return wonAll;
}

async function oneDesk(
  asked: Omit<Asked, 'consoleDir'>,
  whole: boolean,
  say: (text: string) => void,
): Promise<boolean> {
  const server = fork(fileURLToPath(new URL('./server.ts', import.meta.url)));
  const { origin, tokens } = await tell<Built>(server, { ...asked, consoleDir: null });
  const consoles: Console[] = [];
  for (const [at, token] of tokens.entries()) {
    consoles.push(await openConsole({ origin, token, at, whole }));
  }
  const [first, ...others] = consoles;
  if (first === undefined) throw new Error('nobody is at the desk');
  const { talk } = await tell<{ readonly talk: string }>(server, { talk: first.id });
  const outcomes = await claimAll(others);
  for (let count = 0; count < 20; count += 1) await first.read(talk);
  for (const one of consoles) one.leave();
  const { served, rss, cpuMs } = await tell<Told>(server, {});
  await once(server, 'exit');
  const lost = outcomes.filter((outcome) => outcome !== 'won');
  const bytes = consoles.reduce((sum, one) => sum + one.bytes(), 0);
  say(`claims at the server: ${times(served.claims)}; ${won(outcomes)}`);
  say(`the long conversation read: ${times(served.conversations)}`);
  say(
    `${served.queueReads} reads of the queue, ${(bytes / served.queueReads / 1000).toFixed(1)} kB each; ` +
      `${(cpuMs / 1000).toFixed(1)} s of CPU; ${(rss / 1_048_576).toFixed(0)} MB in the end`,
  );
  return outcomes.length > 0 && lost.length === 0;
}

interface Told {
  readonly served: Served;
  readonly rss: number;
  readonly cpuMs: number;
}

function won(outcomes: readonly string[]): string {
  const lost = outcomes.filter((outcome) => outcome !== 'won');
  const why = lost.length === 0 ? '' : `, ${lost.length} not: ${[...new Set(lost)].join(', ')}`;
  return `${outcomes.length - lost.length} of ${outcomes.length} won${why}`;
}

/**
 * One claim after another, each console its own child, while all the others look. What a console shows is a moment old, so
 * whoever was taken before is passed over here: then each claim must be won.
 */
async function claimAll(consoles: readonly Console[]): Promise<string[]> {
  const outcomes: string[] = [];
  const taken = new Set<string>();
  for (const [at, one] of consoles.entries()) {
    const free = one.waiting().filter((id) => !taken.has(id));
    const id = free[at % Math.max(1, free.length)];
    if (id === undefined) continue;
    taken.add(id);
    outcomes.push(await one.claim(id));
  }
  return outcomes;
}

function times(all: readonly number[]): string {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
