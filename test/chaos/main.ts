import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { castOf } from './cast.ts';
import { workAtDesk } from './desk.ts';
import { type DeskClient, joinDesk } from './desk-client.ts';
import { disturb, slowness } from './faults.ts';
import { type Ledger, ledger } from './ledger.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { poster } from './post.ts';
import { lastLine, table } from './print.ts';
import { seeded } from './random.ts';
import { tellOfMessages } from './tellers.ts';
import { startWorld, type World } from './world.ts';

/** `npm run chaos`: does anything get lost, doubled, out of order or stuck while everything is killed? */

const COUNSELLORS = 8;
const PROGRESS_MS = 10_000;

const say = (text: string) => process.stdout.write(`${text}\n`);
const exec = promisify(execFile);

async function invitation({ settings, dir, doors }: World): Promise<string> {
  const cli = join(dir, 'src', 'cli.ts');
  const args = [cli, 'staff', 'invite', '--role', 'counsellor', '--json'];
  const env = { ...settings, PATH: process.env['PATH'] ?? '', PUBLIC_URL: doors[0]?.url ?? '' };
  const { stdout } = await exec(process.execPath, args, { cwd: dir, env });
  const { link } = JSON.parse(stdout);
  return new URL(link).hash.replace('#token=', '');
}

async function desks(world: World): Promise<readonly DeskClient[]> {
  const joined: DeskClient[] = [];
  for (let n = 1; n <= COUNSELLORS; n += 1) {
    const token = await invitation(world);
    joined.push(await joinDesk({ doors: world.doors, name: String(n), token }));
  }
  return joined;
}

async function play(
  world: World,
  options: Options,
  { books, enough }: { readonly books: Ledger; readonly enough: AbortSignal },
): Promise<void> {
  const { seed, seconds, kills, messages } = options;
  const [noon, night] = [new AbortController(), new AbortController()];
  const late: Promise<void>[] = [];
  const later = (work: Promise<void>) => void late.push(work);
  const posts = poster({
    ...{ doors: world.doors, slowness: () => slowness(world.members) },
    ...{ random: seeded(seed), ledger: books, later },
  });
  const cast = castOf(world, {
    ...{ count: options.children, seed, post: posts.child, ledger: books },
    patienceMs: options.patience * 1000,
  });
  tellOfMessages(world, { post: posts.status, random: seeded(seed + 3), later });
  const clients = await desks(world);
  const present = clients.map((client) => client.keepPresent());
  const desk = { ledger: books, children: cast, over: night.signal };
  const working = clients.map((client) => workAtDesk({ ...desk, client }));

  const living = [...cast.values()].map((child) => child.live(noon.signal));
  const faults = disturb({
    ...{ machinery: world, random: seeded(seed + 7), ledger: books, over: noon.signal },
  });
  const more = () => books.counts.kills < kills || books.counts.in < messages;
  await sleep(seconds * 1000, undefined, { signal: enough }).catch(() => undefined);
  while (!enough.aborted && more()) await sleep(200);
  noon.abort();
  await faults;
  await Promise.all(living);
  await Promise.all([...cast.values()].map((child) => child.probe()));
  await Promise.all(late);
  night.abort();
  await Promise.all(working);
  for (const client of clients) client.leave();
  await Promise.all(present);
}

/** Without a guard the first broken promise is enough: the run has noticed. */
async function run(
  world: World,
  options: Options,
  kept: { readonly books: Ledger; readonly enough: AbortSignal },
): Promise<void> {
  const whole = play(world, options, kept);
  if (options.break === undefined) return whole;
  await Promise.race([whole, kept.books.firstBroken]);
  whole.catch(() => undefined);
}

function tell(world: World, books: Ledger): void {
  for (const refusal of new Set(world.channels.refused())) {
    books.broken('lost', `a platform refused a call: ${refusal}`);
  }
  const { lost, doubled, disordered, stranded } = books.counts;
  const broken = lost + doubled + disordered + stranded > 0;
  if (broken) process.stderr.write(`logs: ${world.keepLogs()}\n`);
  say(table(books));
  say(lastLine(books));
  process.exitCode = broken ? 1 : 0;
}

/** Says every few seconds how far the run is. Answers the way to stop, so that nothing comes after the last line. */
function tellProgress(world: World, books: Ledger): () => void {
  const clock = setInterval(() => {
    const times = slowness(world.members).toFixed(1);
    process.stderr.write(`${lastLine(books)} (machine ${times} times slower)\n`);
  }, PROGRESS_MS);
  return () => clearInterval(clock);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    say(USAGE);
    process.exitCode = process.argv.includes('--help') ? 0 : 2;
    return;
  }
  const { seed, store, break: guard } = options;
  const without = guard === undefined ? '' : `, without a guard: ${guard}`;
  say(`seed ${seed}, ${options.seconds} s, ${store}, ${options.children} children${without}`);
  const world = await startWorld(options);
  const books = ledger(() => slowness(world.members));
  const enough = new AbortController();
  const stop = Promise.withResolvers<void>();
  // Asked once it ends as always, with its last words and its books; asked again, at once.
  const ask = () => (enough.signal.aborted ? stop.resolve() : enough.abort());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, ask);
  const quiet = tellProgress(world, books);
  await Promise.race([run(world, options, { books, enough: enough.signal }), stop.promise]);
  quiet();
  tell(world, books);
  await world.end();
  // Whoever still chats or kills has nobody left to do it with.
  process.exit();
}

await main();
