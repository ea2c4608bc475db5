import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { everyChannel } from '../support/every-channel.ts';
import { telegramChild } from '../support/platform-child.ts';
import { rowCounts, writtenRecords } from '../support/read-store.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
  storeBytes,
} from '../support/running-server.ts';
import { joinStaff } from '../support/staff-client.ts';

/** Words that stand nowhere else: wherever one is found later, something was kept. */
const CHILD_WORDS = 'zq-canary-of-the-child-81';
const COUNSELLOR_WORDS = 'zq-canary-of-the-counsellor-82';
const NOTE_WORDS = 'zq-canary-of-the-note-83';
const CHAT = 770_000_117;

let folders: ServerFolders;
let server: RunningServer;
let world: Awaited<ReturnType<typeof everyChannel>>;

beforeAll(async () => {
  [folders, world] = await Promise.all([serverFolders(), everyChannel()]);
  server = await startServer(folders, { ...world.env, TRANSCRIPT_RETENTION_SECONDS: '3' });
});

afterAll(async () => {
  await server.stop();
  await world.close();
  await folders.remove();
});

const canaries = () => [CHILD_WORDS, COUNSELLOR_WORDS, NOTE_WORDS, String(CHAT)];

async function expectNowhere(): Promise<void> {
  const bytes = await storeBytes(folders);
  for (const canary of canaries()) {
    expect(bytes.includes(canary)).toBe(false);
    expect(server.output()).not.toContain(canary);
  }
}

describe('a conversation that is over', () => {
  it('leaves one record, and no other trace', { timeout: 60_000 }, async () => {
    const sok = await joinStaff(server, 'counsellor', 'sok');
    await sok.available();
    const child = await telegramChild({ url: server.url, ...world.telegram }, CHAT);
    const says = async (text: string) => {
      const before = child.read().length;
      await child.write(text);
      await vi.waitFor(() => expect(child.read().length).toBeGreaterThan(before), 10_000);
    };
    for (const input of ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2']) await says(input);
    await says(CHILD_WORDS);
    await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(1), 15_000);
    const id = (await sok.queue()).waiting[0]?.id ?? '';
    expect(await sok.claim(id)).toEqual({ done: true });
    await sok.say(id, COUNSELLOR_WORDS);
    await sok.note(id, NOTE_WORDS);
    const view = await sok.conversation(id);
    expect(view?.lines.map(({ text }) => text)).toEqual(
      expect.arrayContaining([CHILD_WORDS, COUNSELLOR_WORDS, NOTE_WORDS]),
    );
    // Sealed while it lives: the store's bytes never hold a word of it.
    await expectNowhere();

    await sok.close(id);
    await sok.wrapUp(id, { category: 'sexual-extortion' });
    await vi.waitFor(
      () =>
        expect(rowCounts(folders)).toMatchObject({
          conversation: 0,
          state: 0,
          input: 0,
          line: 0,
          item: 0,
          live: 0,
          record: 1,
        }),
      { timeout: 20_000, interval: 250 },
    );
    expect(await sok.conversation(id)).toBeNull();
    await server.cli('records');
    await expectNowhere();
    for (const secret of sok.secrets) expect(server.output()).not.toContain(secret);
    sok.leave();

    await server.stop();
    const records = await writtenRecords(folders);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      contact: 'counselling',
      channel: 'telegram',
      category: 'sexual-extortion',
      outcome: 'closed',
    });
    expect(JSON.stringify(records)).not.toContain(id.slice(4));
    expect(world.refused()).toEqual([]);
  });
});
