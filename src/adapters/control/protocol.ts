import type { Socket } from 'node:net';

/** The socket's name in DATA_DIR. */
export const CONTROL_SOCKET = 'control.sock';
/** One request or answer, a line of JSON. */
const MOST_BYTES = 1024 * 1024;

/** Thrown for a line that is too long, too late, or does not end. Holds nothing of it. */
export class BrokenLineError extends Error {}

/** The first line of what arrives, parsed. Rejects with `BrokenLineError` for anything but one line of JSON in time. */
export function readLine(socket: Socket, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const broken = (why: string) => finish(() => reject(new BrokenLineError(why)));
    const timer = setTimeout(() => broken('no line in time'), timeoutMs);

    function finish(settle: () => void): void {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onEnd).off('error', onEnd).off('close', onEnd);
      settle();
    }
    function onEnd(): void {
      broken('no whole line');
    }
    function onData(chunk: Buffer): void {
      size += chunk.length;
      if (size > MOST_BYTES) {
        broken('too long');
        return;
      }
      chunks.push(chunk);
      if (!chunk.includes(0x0a)) return;
      const parsed = parse(Buffer.concat(chunks).toString('utf8').split('\n', 1)[0] ?? '');
      if (parsed === undefined) broken('not JSON');
      else finish(() => resolve(parsed));
    }
    socket.on('data', onData).on('end', onEnd).on('error', onEnd).on('close', onEnd);
  });
}

export function writeLine(socket: Socket, value: unknown): void {
  socket.end(`${JSON.stringify(value)}\n`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
