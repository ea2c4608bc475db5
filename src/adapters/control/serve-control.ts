import { chmod, mkdtemp, rename, rm, stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import { fail } from '../../domain/result.ts';
import type { Json } from '../../ports/documents.ts';
import { readLine, writeLine } from './protocol.ts';

const REQUEST_MS = 5_000;
/** A caller that neither reads on nor hangs up must not hold up `close`. */
const IDLE_MS = 1_000;

/** What a command answers: a value, or a refusal in words for the person who typed it. */
export type ControlAnswer = Result<Json, string>;

/** A command that checks its own arguments. Made by `controlCommand`. */
export type ControlCommand = (args: unknown) => Promise<ControlAnswer>;
export type ControlHandlers = Readonly<Record<string, ControlCommand>>;

export interface ControlServer {
  /** Takes no more calls, lets those that run finish, and removes the socket. */
  close(): Promise<void>;
}

/** Binds a command to the shape of its arguments; anything else is refused, and named only by where it is wrong. */
export function controlCommand<T>(
  args: z.ZodType<T>,
  run: (args: T) => Promise<ControlAnswer>,
): ControlCommand {
  return async (raw) => {
    const parsed = args.safeParse(raw);
    if (parsed.success) return run(parsed.data);
    return fail(
      parsed.error.issues
        .map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`)
        .join('; '),
    );
  };
}

/**
 * Listens on a socket that only its owner can open (0600, from its first moment). Takes the place of one that a killed
 * process left; rejects when a living process answers there.
 *
 * @param path - At most 100 bytes: the system allows no longer name for a socket.
 */
export async function serveControl(
  path: string,
  handlers: ControlHandlers,
): Promise<ControlServer> {
  if (Buffer.byteLength(path) > 100)
    throw new Error('The path of the control socket is too long: choose a shorter DATA_DIR.');
  if (await isAnswered(path))
    throw new Error('Another process listens on the control socket of this DATA_DIR.');

  const running = new Set<Promise<void>>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const call = serve(socket, handlers).finally(() => running.delete(call));
    running.add(call);
  });
  const inode = await listenPrivately(server, path);

  return {
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all(running);
      await closed;
      const found = await stat(path).catch(() => undefined);
      // Another process may have taken the place by now.
      if (found?.ino === inode) await unlink(path);
    },
  };
}

/** Bound inside a folder of its own and moved into place: there is no moment in which another account could connect. */
async function listenPrivately(server: Server, path: string): Promise<number> {
  const folder = await mkdtemp(join(dirname(path), '.c-'));
  try {
    const inner = join(folder, 's');
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(inner, resolve);
    });
    server.unref();
    await chmod(inner, 0o600);
    await rename(inner, path);
    return (await stat(path)).ino;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether a living process listens there. */
export function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

const Request = z.strictObject({ command: z.string(), args: z.unknown() });

async function serve(socket: Socket, handlers: ControlHandlers): Promise<void> {
  // The caller may hang up at any time; that is its own loss.
  socket.on('error', () => socket.destroy());
  const line = await readLine(socket, REQUEST_MS).catch(() => undefined);
  const request = Request.safeParse(line);
  if (!request.success) {
    socket.destroy();
    return;
  }
  const answer = await answerTo(request.data.command, request.data.args, handlers);
  writeLine(socket, answer);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
}

async function answerTo(
  command: string,
  args: unknown,
  handlers: ControlHandlers,
): Promise<ControlAnswer> {
  const handler = Object.hasOwn(handlers, command) ? handlers[command] : undefined;
  if (!handler) return fail('unknown command');
  // What was thrown may hold anything; the caller learns only that it went wrong.
  return handler(args).catch(() => fail('failed'));
}
