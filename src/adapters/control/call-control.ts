import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { fail, type Result } from '../../domain/result.ts';
import type { Json } from '../../ports/documents.ts';
import { readLine, writeLine } from './protocol.ts';

const ANSWER_MS = 60_000;

export type ControlError =
  /** No server runs on this DATA_DIR; a socket that a killed one left counts as none. */
  | { readonly kind: 'not-running' }
  /** The socket belongs to another account. */
  | { readonly kind: 'not-allowed' }
  /** The server said no, in words for a person. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It hung up or did not answer; whether the command was carried out is not known. */
  | { readonly kind: 'broken' };

const Answer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.json() }),
  z.strictObject({ ok: z.literal(false), error: z.string() }),
]);

/** Asks the server that runs on a DATA_DIR, over its control socket, to carry out one command. */
export async function callControl(
  path: string,
  command: string,
  args: Json,
  timeoutMs = ANSWER_MS,
): Promise<Result<Json, ControlError>> {
  const socket = await open(path);
  if (!socket.ok) return socket;

  writeLine(socket.value, { command, args });
  const answer = Answer.safeParse(await readLine(socket.value, timeoutMs).catch(() => undefined));
  socket.value.destroy();
  if (!answer.success) return fail({ kind: 'broken' });
  return answer.data.ok ? answer.data : fail({ kind: 'refused', why: answer.data.error });
}

const MEANT: Readonly<Record<string, ControlError>> = {
  ENOENT: { kind: 'not-running' },
  ECONNREFUSED: { kind: 'not-running' },
  ENOTSOCK: { kind: 'not-running' },
  EACCES: { kind: 'not-allowed' },
  EPERM: { kind: 'not-allowed' },
};

function open(path: string): Promise<Result<Socket, ControlError>> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true });
    socket.once('connect', () => resolve({ ok: true, value: socket }));
    // Stays on for the life of the socket: a reset after connecting is seen by whoever reads.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const meant = MEANT[error.code ?? ''];
      if (meant) resolve(fail(meant));
      else reject(error);
    });
  });
}
