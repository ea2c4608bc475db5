import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callControl } from '../../../src/adapters/control/call-control.ts';
import { CONTROL_SOCKET } from '../../../src/adapters/control/protocol.ts';
import {
  type ControlHandlers,
  type ControlServer,
  controlCommand,
  serveControl,
} from '../../../src/adapters/control/serve-control.ts';
import { ok } from '../../../src/domain/result.ts';

let folder: string;
let path: string;
let server: ControlServer | undefined;
/** The command that waits: that it was called, and what it waits for. */
let called: PromiseWithResolvers<void>;
let release: PromiseWithResolvers<void>;

const handlers: ControlHandlers = {
  greet: controlCommand(z.strictObject({ name: z.string().max(5) }), async ({ name }) =>
    ok(`hello ${name}`),
  ),
  refuse: controlCommand(z.null(), async () => ({ ok: false, error: 'not today' })),
  big: controlCommand(z.string(), async (text) => ok(text)),
  crash: controlCommand(z.null(), () => Promise.reject(new Error('canary'))),
  wait: controlCommand(z.null(), async () => {
    called.resolve();
    await release.promise;
    return ok('waited');
  }),
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-'));
  path = join(folder, CONTROL_SOCKET);
  [called, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

const refused = (why: unknown) => ({ ok: false, error: { kind: 'refused', why } });
const NOT_RUNNING = { ok: false, error: { kind: 'not-running' } };

/** Sends raw bytes and resolves with whatever comes back before the server hangs up. */
function raw(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(path, () => socket.write(bytes));
    socket.on('data', (data) => {
      heard += data.toString();
    });
    socket.on('error', () => undefined).on('close', () => resolve(heard));
  });
}

describe('a call over the control socket', () => {
  it('is answered, by as many commands at once as come', async () => {
    server = await serveControl(path, handlers);

    const names = ['a', 'ខ្មែរ', 'c'];
    const answers = await Promise.all(names.map((name) => callControl(path, 'greet', { name })));

    expect(answers).toEqual(names.map((name) => ok(`hello ${name}`)));
  });

  it('carries long arguments and answers', async () => {
    server = await serveControl(path, handlers);
    const text = 'ក'.repeat(200_000);

    expect(await callControl(path, 'big', text)).toEqual(ok(text));
  });

  it('is refused in words, and never by what was thrown', async () => {
    server = await serveControl(path, handlers);

    expect(await callControl(path, 'refuse', null)).toEqual(refused('not today'));
    expect(await callControl(path, 'crash', null)).toEqual(refused('failed'));
    for (const command of ['nothing', 'toString', '__proto__', 'constructor']) {
      expect(await callControl(path, command, null)).toEqual(refused('unknown command'));
    }
  });

  it('has its arguments checked, and never repeated', async () => {
    server = await serveControl(path, handlers);

    const answers = [
      await callControl(path, 'greet', { name: 'canary canary' }),
      await callControl(path, 'greet', { name: ['canary'] }),
      await callControl(path, 'greet', 'canary'),
    ];

    expect(answers).toEqual([
      refused(expect.stringMatching(/^name: /)),
      refused(expect.stringMatching(/^name: /)),
      refused(expect.stringMatching(/^arguments: /)),
    ]);
    expect(JSON.stringify(answers)).not.toContain('canary');
  });

  it('says that no server runs when none does', async () => {
    expect(await callControl(path, 'greet', { name: 'a' })).toEqual(NOT_RUNNING);
    await writeFile(path, 'no socket');
    expect(await callControl(path, 'greet', { name: 'a' })).toEqual(NOT_RUNNING);
  });

  it('does not wait for ever', async () => {
    server = await serveControl(path, handlers);

    expect(await callControl(path, 'wait', null, 50)).toEqual({
      ok: false,
      error: { kind: 'broken' },
    });
    release.resolve();
  });
});

describe('serveControl', () => {
  it('makes a socket for its owner only, and leaves nothing else', async () => {
    server = await serveControl(path, handlers);

    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    expect(await readdir(folder)).toEqual([CONTROL_SOCKET]);
  });

  it.each([
    'nonsense\n',
    '{"command":1}\n',
    '[]\n',
    '{"command":"greet","args":{},"more":1}\n',
    `${'x'.repeat(1024 * 1024 + 1)}`,
  ])('hangs up on what is not a call (case %#)', async (bytes) => {
    server = await serveControl(path, handlers);

    expect(await raw(bytes)).toBe('');
    expect(await callControl(path, 'greet', { name: 'a' })).toEqual(ok('hello a'));
  });

  it('lives through callers that hang up', async () => {
    server = await serveControl(path, handlers);
    for (const bytes of [
      '',
      '{"comm',
      `${JSON.stringify({ command: 'big', args: 'x'.repeat(500_000) })}\n`,
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(path, () => socket.write(bytes, () => socket.destroy()));
        socket.on('close', () => resolve());
      });
    }

    expect(await callControl(path, 'greet', { name: 'a' })).toEqual(ok('hello a'));
  });

  it('refuses to start beside a living server, which stays', async () => {
    server = await serveControl(path, handlers);

    await expect(serveControl(path, handlers)).rejects.toThrow('Another process');
    expect(await callControl(path, 'greet', { name: 'a' })).toEqual(ok('hello a'));
  });

  it('takes the place of a server that was killed', async () => {
    const program = `
      import { serveControl } from './src/adapters/control/serve-control.ts';
      await serveControl(process.argv[1], {});
      process.stdout.write('up');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, path]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    expect((await stat(path)).isSocket()).toBe(true);
    expect(await callControl(path, 'greet', { name: 'a' })).toEqual(NOT_RUNNING);

    server = await serveControl(path, handlers);

    expect(await callControl(path, 'greet', { name: 'a' })).toEqual(ok('hello a'));
  });

  it('finishes the call that runs before it closes, and takes its socket away', async () => {
    server = await serveControl(path, handlers);
    const call = callControl(path, 'wait', null);
    await called.promise;
    const closed = server.close();
    // One that did not wait would be done by then.
    await sleep(30);
    release.resolve();

    expect(await call).toEqual(ok('waited'));
    await closed;
    server = undefined;
    expect(await readdir(folder)).toEqual([]);
  });

  it('closes though a caller stays on the line', async () => {
    server = await serveControl(path, handlers);
    const socket = connect({ path, allowHalfOpen: true });
    const answered = new Promise((resolve) => socket.once('data', resolve));
    socket.write(`${JSON.stringify({ command: 'refuse', args: null })}\n`);
    await answered;

    await server.close();

    server = undefined;
    socket.destroy();
  });

  it('says that a path is too long for a socket', async () => {
    await expect(serveControl(join(folder, 'x'.repeat(100), 's'), {})).rejects.toThrow('too long');
  });
});
