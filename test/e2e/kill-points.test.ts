import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { countingBundle, turnOf } from '../chaos/bundle.ts';
import { type DeskClient, joinDesk } from '../chaos/desk-client.ts';
import { launch, type Member } from '../chaos/processes.ts';
import { copyOfServer, type Patch } from '../chaos/sabotage.ts';
import { everyChannel } from '../support/every-channel.ts';
import { postWebhook } from '../support/platform-child.ts';
import type { Webhook } from '../support/platforms/loopback.ts';
import { startRedis } from '../support/redis-server.ts';

interface Point extends Pick<Patch, 'file'> {
  readonly before?: string;
  readonly after?: string;
  /** The platform took the line, and we never noted it: the one place where Telegram may show it twice. */
  readonly gap?: true;
  /** Lies where a line is given up that the platform refuses. */
  readonly refused?: true;
}

const ACCEPT = 'const answers = await core.store.accept(entries.map(({ entry }) => entry));';
const ACCEPTED = 'const [accepted] = await Promise.all([takeIn(core, kept, now), noted]);';
const COMMIT = 'const [committed] = await core.store.commit([commit]);';

const POINTS: Readonly<Record<string, Point>> = {
  'before accept': { file: 'app/accept.ts', before: ACCEPT },
  'after accept, before 200': { file: 'app/accept.ts', after: ACCEPTED },
  'after lease': { file: 'app/take-turn.ts', before: 'const now = await core.store.now();' },
  'before commit': { file: 'app/take-turn.ts', before: COMMIT },
  'after commit': { file: 'app/take-turn.ts', after: COMMIT },
  'before send': { file: 'app/deliver.ts', before: 'const delivery = await call.make()' },
  'after the platform took it': {
    file: 'app/deliver.ts',
    before: 'noteAnswer(lane, item.address.id, delivery);',
    gap: true,
  },
  'while a line is given up': {
    file: 'app/deliver.ts',
    after: 'await giveUp(core, outgoing, why);',
    refused: true,
  },
  'during claim': { file: 'app/change-owner.ts', before: 'if (!answer.ok) return answer.error' },
};

/** Dies at once, the first time only. */
const DIE =
  "{ const fs = process.getBuiltinModule('node:fs'); const flag = process.env.KILL_FLAG ?? ''; " +
  "if (process.env.KILL_ARMED && !fs.existsSync(flag)) { fs.writeFileSync(flag, ''); process.kill(process.pid, 'SIGKILL'); } }";

function patchOf({ file, before, after }: Point): Patch {
  const find = before ?? after ?? '';
  return { file, find, put: before === undefined ? `${find} ${DIE}` : `${DIE} ${find}` };
}

const exec = promisify(execFile);

async function run(point: Point, store: 'sqlite' | 'redis') {
  const dir = copyOfServer([patchOf(point)]);
  const folder = mkdtempSync(join(tmpdir(), 'tvear-kill-'));
  const [bundle, channels] = [await countingBundle(), await everyChannel()];
  const redis = store === 'redis' ? await startRedis() : null;
  const flag = join(folder, 'killed');
  const settings = {
    ...{ MODE: 'demo', BUNDLE_DIR: bundle, KILL_FLAG: flag, KILL_ARMED: 'yes' },
    ...{ DATA_DIR: join(folder, 'data'), KEY_DIR: join(folder, 'keys') },
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ...channels.env,
  };
  const member = await launch({ dir, role: 'server', env: settings });
  let over = false;
  const supervisor = (async () => {
    while (!over && !existsSync(flag)) await sleep(50);
    if (!over) await member.kill();
  })();
  try {
    return await chat({ member, channels, dir, settings, refused: point.refused === true });
  } finally {
    over = true;
    await supervisor;
    await member.end();
    await channels.close();
    await redis?.stop();
    for (const path of [dir, folder, bundle]) rmSync(path, { recursive: true, force: true });
  }
}

interface World {
  readonly member: Member;
  readonly channels: Awaited<ReturnType<typeof everyChannel>>;
  readonly dir: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly refused: boolean;
}

const CHAT = 70_000_001;
const TURNS = [0, 1, 2].map(turnOf);

/** A child counts, asks for a person, is claimed and gets a line; as a platform, everything is delivered until it is taken. */
async function chat({
  member,
  channels,
  dir,
  settings,
  refused,
}: World): Promise<readonly string[]> {
  const { platform, hooks } = channels.telegram;
  const shown = () => platform.sent.map(({ text }) => text).join('\n');
  const deliver = async (webhook: Webhook, sign: string) => {
    for (;;) {
      const status = await postWebhook(member.url, webhook).then(
        ({ status: said }) => said,
        () => 0,
      );
      if (status === 200) break;
      await sleep(100);
    }
    for (let waited = 0; !shown().includes(sign); waited += 1) {
      if (waited > 300) throw new Error(`never shown: ${sign} after ${shown()}`);
      await sleep(100);
    }
  };
  await deliver(hooks.text(CHAT, '/start'), '[0]');
  for (const turn of TURNS) await deliver(hooks.text(CHAT, turn.choice), `[${turn.token}]`);

  const env = {
    ...settings,
    KILL_ARMED: '',
    PATH: process.env['PATH'] ?? '',
    PUBLIC_URL: member.url,
  };
  const args = [join(dir, 'src', 'cli.ts'), 'staff', 'invite', '--role', 'counsellor', '--json'];
  const { stdout } = await exec(process.execPath, args, { cwd: dir, env });
  const token = new URL(JSON.parse(stdout).link).hash.replace('#token=', '');
  const client = await joinDesk({ doors: [member], name: '1', token });
  const present = client.keepPresent();
  for (let tries = 0; (await client.queue())?.available !== true && tries < 100; tries += 1) {
    await sleep(100);
  }
  // What a child is told of the desk is a second old at most.
  await sleep(1500);
  await deliver(hooks.text(CHAT, '9'), '[waits]');
  const id = (await client.queue())?.waiting[0]?.id ?? '';
  const claimed = await client.act('POST', `/api/queue/${id}/claim`, {
    key: 'claim-of-the-test-1',
  });
  const said = { key: 'say-of-the-test-0001', text: '[here]' };
  const spoke = await client.act('POST', `/api/conversations/${id}/messages`, said);
  for (let waited = 0; !shown().includes('[here]') && waited < 200; waited += 1) await sleep(100);
  if (refused) platform.answerWith({ status: 400, times: 2 });
  const lost = refused ? await refusedLine(client, id) : [];
  client.leave();
  await present;
  expect([claimed, spoke].every((status) => status < 300)).toBe(true);
  return [...shown().matchAll(/\[(?:0|\d\.\d|waits|here)\]/gu)]
    .map(([token_]) => token_)
    .concat(lost);
}

/** Says what the platform refuses; how the line shows in the end, and what the talk was told of it. */
async function refusedLine(client: DeskClient, id: string): Promise<readonly string[]> {
  const said = { key: 'say-of-the-test-0002', text: '[lost]' };
  await client.act('POST', `/api/conversations/${id}/messages`, said);
  for (let waited = 0; waited < 300; waited += 1) {
    const talk = await client.conversation(id);
    if (talk?.undelivered === 0) {
      const own = talk.lines.find(({ text }) => text === '[lost]')?.delivery ?? 'none';
      const told = talk.lines.map(({ text }) => text).filter((text) => /^undelivered/u.test(text));
      return [own, ...told];
    }
    await sleep(100);
  }
  throw new Error('the line is still in the outbox');
}

describe('46: kill -9 at each point of a turn', () => {
  for (const [name, point] of Object.entries(POINTS)) {
    it(`${name}: nothing is lost, nothing overtakes, and nothing comes twice${point.gap ? ' but the one line in the gap' : ''}`, async () => {
      const counted = TURNS.map(({ token }) => `[${token}]`);
      const expected = ['[0]', ...counted, '[waits]', '[here]'];
      for (const shown of await Promise.all([run(point, 'sqlite'), run(point, 'redis')])) {
        if (point.refused) expect(shown).toEqual([...expected, 'failed', 'undelivered-refused']);
        else if (point.gap) expect(shown).toEqual(['[0]', ...expected]);
        else expect(shown).toEqual(expected);
      }
    });
  }
});
