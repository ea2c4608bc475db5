import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  type TelegramPlatform,
} from '../support/platforms/telegram.ts';
import { type ServerFolders, serverFolders, startServer } from '../support/running-server.ts';

let telegram: TelegramPlatform;
let folders: ServerFolders;
beforeEach(async () => {
  telegram = await startTelegram();
  folders = await serverFolders();
});
afterEach(async () => {
  await telegram.close();
  await folders.remove();
});

const env = () => ({
  TELEGRAM_TOKEN,
  TELEGRAM_SECRET,
  TELEGRAM_API_ROOT: telegram.url,
});

describe('npm run channel', () => {
  it('sets the bot up through the running server, then finds nothing wrong', async () => {
    const server = await startServer(folders, env());

    const before = await server.cli('channel', 'telegram', 'check').catch(String);
    const setup = await server.cli('channel', 'telegram', 'setup');
    const after = await server.cli('channel', 'telegram', 'check');

    expect(before).toMatch(/PROBLEM +webhook +Telegram sends nothing anywhere yet/);
    expect(setup).toMatch(/ok +token +The token works; the bot is @loopback_bot/);
    expect(after).not.toMatch(/PROBLEM|warning/);
    expect(telegram.refused).toEqual([]);
    expect(telegram.account.webhook['url']).toBe(`${server.url}/webhooks/telegram`);
    expect([...telegram.account.commands.keys()].toSorted()).toEqual([
      'all_private_chats/',
      'all_private_chats/en',
      'all_private_chats/km',
    ]);
    const told = [before, setup, after, server.output()].join('\n');
    expect(told).not.toContain(TELEGRAM_TOKEN.split(':')[1]);
    expect(told).not.toContain(TELEGRAM_SECRET);
    await server.stop();
  });

  it('says what is wrong when the token was revoked, and fails', async () => {
    const server = await startServer(folders, env());
    telegram.answerWith({ status: 401 });

    const said = await server.cli('channel', 'telegram', 'check', '--json').catch(String);

    expect(said).toMatch(/the command failed/);
    expect(said).toMatch(/Telegram does not know this TELEGRAM_TOKEN/);
    await server.stop();
  });

  it('says that a channel is off', async () => {
    const server = await startServer(folders);

    const said = await server.cli('channel', 'telegram', 'setup').catch(String);

    expect(said).toMatch(/set TELEGRAM_TOKEN and TELEGRAM_SECRET/);
    await server.stop();
  });
});
