import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../domain/result.ts';

export type BodyError = 'too-large' | 'too-slow' | 'aborted';

/**
 * The raw bytes of a request, at most `limit`. After an error the rest is not read: answer and close the connection.
 *
 * @param ms - From now until the last byte, so that a body that trickles in holds nothing for long.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  ms: number,
): Promise<Result<Buffer, BodyError>> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    return Promise.resolve(fail('too-large'));
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Result<Buffer, BodyError>): void => {
      clearTimeout(timer);
      request.off('data', take);
      if (!result.ok) request.pause();
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) end(fail('too-large'));
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => end(fail('too-slow')), ms);
    request.on('data', take);
    request.once('end', () =>
      end(ok(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))),
    );
    request.once('error', () => end(fail('aborted')));
    request.once('close', () => end(fail('aborted')));
  });
}
