import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ServerFolders, serverFolders, startServer } from '../support/running-server.ts';
import { joinStaff } from '../support/staff-client.ts';
import { webChild } from '../support/web-child.ts';

let folders: ServerFolders;
beforeEach(async () => {
  folders = await serverFolders();
});
afterEach(() => folders.remove());

const ROOT = resolve(import.meta.dirname, '..', '..');

/** Starts the server to its end, which a mistake must bring soon. */
function refusedStart(env: Readonly<Record<string, string>> = {}) {
  const { dataDir, keyDir } = folders;
  const settings = { PORT: '0', DATA_DIR: dataDir, KEY_DIR: keyDir, ...env };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'src', 'main.ts')], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { status, said: stdout + stderr };
}

describe('the server', () => {
  it('drains on SIGTERM, says so, and exits with 0', async () => {
    const server = await startServer(folders);

    expect(await server.stop()).toBe(0);
    expect(server.output()).toContain('"msg":"drained"');
  });

  it('drains after a mistake that nobody caught, says that there was one, and exits with 1', async () => {
    const flag = join(folders.dataDir, '..', 'go');
    const mistake =
      "setInterval(() => { if (process.getBuiltinModule('node:fs').existsSync(process.env.MISTAKE)) " +
      "void Promise.reject(new TypeError('canary')); }, 50).unref();";
    const server = await startServer(folders, {
      MISTAKE: flag,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(mistake)}`,
    });
    await writeFile(flag, '');
    await vi.waitFor(() => expect(server.output()).toContain('"msg":"drained"'), 30_000);

    expect(await server.stop()).toBe(1);
    expect(server.output()).toMatch(/"kind":"TypeError".*"msg":"unhandled"/u);
    expect(server.output()).not.toContain('canary');
  });

  it('drains with connections open that never asked for anything, and with a page that follows', async () => {
    const server = await startServer(folders);
    const child = await webChild(server.url);
    // Browsers open some ahead.
    const silent = connect(Number(new URL(server.url).port), 'localhost');
    await once(silent, 'connect');
    await vi.waitFor(() => expect(child.read().length).toBeGreaterThan(0), 15_000);
    const began = performance.now();
    const code = await server.stop();
    silent.destroy();
    child.close();

    expect(code).toBe(0);
    expect(server.output()).toContain('"msg":"drained"');
    // Not a figure of speed: the deadline of the drain is 25 s, and it exits with 1.
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('has lost nothing after kill -9: a child who waited still waits', async () => {
    const first = await startServer(folders);
    const sok = await joinStaff(first, 'counsellor', 'sok');
    await sok.available();
    const child = await webChild(first.url);
    for (const input of ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2']) {
      const before = child.read().length;
      await child.write(input);
      await vi.waitFor(() => expect(child.read().length).toBeGreaterThan(before), 10_000);
    }
    await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(1), 15_000);
    sok.leave();
    child.close();
    await first.kill();

    const second = await startServer(folders);
    const dara = await joinStaff(second, 'counsellor', 'dara');
    const { waiting } = await dara.queue();
    expect(waiting.map(({ reason }) => reason)).toEqual(['sexual-extortion']);
    dara.leave();
    await second.stop();
  });

  it('refuses a second server on the same data, and says what to do', async () => {
    const server = await startServer(folders);
    const { status, said } = refusedStart();
    await server.stop();

    expect(status).toBe(1);
    expect(said).toMatch(/another|already/i);
  });

  it('refuses a broken flow with file, line and what to do', async () => {
    const bundle = await mkdtemp(join(tmpdir(), 'tvear-bundle-'));
    for (const part of ['flows', 'locales']) {
      await cp(join(ROOT, part), join(bundle, part), { recursive: true });
    }
    const file = join(bundle, 'flows', 'who.yaml');
    const broken = readFileSync(file, 'utf8').replace(/next: [a-z-]+/, 'next: nowhere-at-all');
    await writeFile(file, broken);
    const { status, said } = refusedStart({ BUNDLE_DIR: bundle });
    await rm(bundle, { recursive: true, force: true });

    expect(status).toBe(1);
    expect(said).toMatch(/who\.yaml:\d+: .*nowhere-at-all/);
  });

  it('shows no child a flow that breaks a rule: production starts with what the checker passed', async () => {
    const production = { MODE: 'production', PUBLIC_URL: 'https://chat.example.org' };
    const checks = (output: string) => output.match(/"msg":"checking-flows"/g)?.length ?? 0;
    const first = await startServer(folders, production);
    await first.stop();
    const second = await startServer(folders, production);
    await second.stop();

    expect([checks(first.output()), checks(second.output())]).toEqual([1, 0]);

    const bundle = await mkdtemp(join(tmpdir(), 'tvear-bundle-'));
    for (const part of ['flows', 'locales']) {
      await cp(join(ROOT, part), join(bundle, part), { recursive: true });
    }
    const file = join(bundle, 'locales', 'en', 'flows', 'quick-exit.json');
    await writeFile(file, JSON.stringify({ bye: 'Goodbye. Sexual abuse is never right.' }));
    const { status, said } = refusedStart({ ...production, BUNDLE_DIR: bundle });
    await rm(bundle, { recursive: true, force: true });

    expect(status).toBe(1);
    expect(said).toContain('[exit-at-once');
    expect(said).toContain('No child is shown such flows');
  });

  it('tells all problems of the settings at once, and the value of none', async () => {
    const { status, said } = refusedStart({
      PORT: 'ninety',
      MODE: 'party',
      TELEGRAM_TOKEN: 'a secret with blanks',
    });

    expect(status).toBe(1);
    for (const name of ['PORT', 'MODE', 'TELEGRAM_TOKEN']) expect(said).toContain(name);
    expect(said).not.toContain('a secret with blanks');
  });
});
