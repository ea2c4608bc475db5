import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { countingBundle, turnOf } from '../chaos/bundle.ts';
import { launch, type Member } from '../chaos/processes.ts';
import { copyOfServer, type Patch } from '../chaos/sabotage.ts';
import { everyChannel } from '../support/every-channel.ts';
import { postWebhook } from '../support/platform-child.ts';
import type { Platform, Webhook } from '../support/platforms/loopback.ts';
import { startRedis } from '../support/redis-server.ts';

/** Dies at once, the first time only on each channel. */
function dieAs(name: string, when: string): string {
  return (
    `if (${when}) { const fs = process.getBuiltinModule('node:fs'); ` +
    `const flag = process.env.KILL_FLAG + '-${name}-' + channel.id; ` +
    "if (!fs.existsSync(flag)) { fs.writeFileSync(flag, ''); process.kill(process.pid, 'SIGKILL'); } } "
  );
}

const TOOK = 'noteAnswer(lane, item.address.id, delivery);';
const NEXT = 'const lane = core.lanes(channel.id);';
const KILLS = ['whole', 'part', 'between'];
const PATCHES: readonly Patch[] = [
  {
    file: 'app/deliver.ts',
    find: TOOK,
    put: `${dieAs('whole', 'delivery.ok && delivery.more !== true')} ${dieAs('part', 'delivery.more === true')} ${TOOK}`,
  },
  {
    file: 'app/deliver.ts',
    find: NEXT,
    put: `${dieAs('between', 'outgoing.begun !== null')} ${NEXT}`,
  },
];

const TURNS = [0, 1, 2].map(turnOf);
const [LONG] = TURNS.slice(1);
const WORDS = 'word '.repeat(1000);

/** The counting bundle, with one answer that every platform takes as several messages. */
async function bundleWithLongLine(): Promise<string> {
  const folder = await countingBundle();
  for (const language of ['km', 'en']) {
    const path = join(folder, 'locales', language, 'flows', 'count.json');
    const texts = JSON.parse(readFileSync(path, 'utf8'));
    texts[`got${LONG?.token.replace('.', '-')}`] = `[${LONG?.token}] ${WORDS} [end]`;
    writeFileSync(path, JSON.stringify(texts));
  }
  return folder;
}

interface Child {
  readonly platform: Platform;
  readonly says: (text: string) => Webhook;
}

/** As a platform, delivers each webhook until it is taken; waits for the answer before it goes on. */
async function chat({ url }: Member, { platform, says }: Child): Promise<readonly string[]> {
  const shown = () => platform.sent.map(({ text }) => text).join('\n');
  const tell = async (text: string, sign: string) => {
    await until200(url, says(text));
    for (let waited = 0; !shown().includes(sign); waited += 1) {
      if (waited > 1500) throw new Error(`never shown: ${sign}`);
      await sleep(100);
    }
  };
  await tell('hello', '[0]');
  for (const turn of TURNS) await tell(turn.choice, turn === LONG ? '[end]' : `[${turn.token}]`);
  return [...shown().matchAll(/\[(?:0|\d\.\d|end)\]/gu)].map(([token]) => token);
}

async function until200(url: string, webhook: Webhook): Promise<void> {
  while (true) {
    const status = await postWebhook(url, webhook).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(100);
  }
}

/** WhatsApp's statuses and Messenger's echoes follow each message that was taken. */
function telling({ url }: Member, { whatsapp, messenger }: Channels): void {
  whatsapp.platform.onSend(
    ({ to, id, item }) => void until200(url, whatsapp.hooks.status(to, 'sent', id, { item })),
  );
  messenger.platform.onSend(
    ({ to, id, item }) => void until200(url, messenger.hooks.echo(to, id, item)),
  );
}

type Channels = Awaited<ReturnType<typeof everyChannel>>;

async function run(store: 'sqlite' | 'redis') {
  const dir = copyOfServer(PATCHES);
  const folder = mkdtempSync(join(tmpdir(), 'tvear-kill-'));
  const [bundle, channels] = [await bundleWithLongLine(), await everyChannel()];
  const redis = store === 'redis' ? await startRedis() : null;
  const flag = join(folder, 'killed');
  const env = {
    ...{ MODE: 'demo', BUNDLE_DIR: bundle, KILL_FLAG: flag },
    ...{ DATA_DIR: join(folder, 'data'), KEY_DIR: join(folder, 'keys') },
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ...channels.env,
  };
  const member = await launch({ dir, role: 'server', env });
  telling(member, channels);
  let over = false;
  const supervisor = (async () => {
    const left = new Set(KILLS.flatMap((name) => PLATFORMS.map((one) => `${flag}-${name}-${one}`)));
    while (!over) {
      const killed = [...left].filter((path) => existsSync(path));
      for (const path of killed) left.delete(path);
      if (killed.length > 0) await member.kill();
      await sleep(50);
    }
    return [...left];
  })();
  try {
    const [whatsapp, messenger] = [channels.whatsapp, channels.messenger];
    const children: readonly Child[] = [
      { platform: whatsapp.platform, says: (text) => whatsapp.hooks.text('85500000001', text) },
      {
        platform: messenger.platform,
        says: (text) => messenger.hooks.text('9000000000000001', text),
      },
    ];
    // One after the other: a kill for the one would otherwise save the other from its own.
    const shown: (readonly string[])[] = [];
    for (const child of children) shown.push(await chat(member, child));
    over = true;
    return { shown, spared: await supervisor };
  } finally {
    over = true;
    await supervisor;
    await member.end();
    await channels.close();
    await redis?.stop();
    for (const path of [dir, folder, bundle]) rmSync(path, { recursive: true, force: true });
  }
}

const PLATFORMS = ['whatsapp', 'messenger'];

describe('46: kill -9 after a platform took a line, after it took a part of one, and between two parts', () => {
  it('doubles nothing on WhatsApp and Messenger, loses nothing, and lets nothing overtake', {
    timeout: 400_000,
  }, async () => {
    const counted = TURNS.flatMap((turn) => [
      `[${turn.token}]`,
      ...(turn === LONG ? ['[end]'] : []),
    ]);

    for (const { shown, spared } of await Promise.all([run('sqlite'), run('redis')])) {
      expect(spared).toEqual([]);
      expect(shown).toEqual([
        ['[0]', ...counted],
        ['[0]', ...counted],
      ]);
    }
  });
});
