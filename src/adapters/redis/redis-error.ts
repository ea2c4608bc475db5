/**
 * Why a command had no answer. Carries a code only: what Redis or its client writes could name a key or a value.
 *
 * `offline`: there is no connection; `timeout`: no answer in time, so it is unknown whether it was done; `closed`: this
 * process is shutting down. Anything else is the first word of what Redis said (`OOM`, `MISCONF`, `READONLY`, `WRONGTYPE`).
 */
export class RedisError extends Error {
  readonly code: string;

  constructor(code: string, where?: string) {
    super(where === undefined ? `redis: ${code}` : `redis: ${code} in ${where}`);
    this.name = 'RedisError';
    this.code = code;
  }
}

/** The error of the client, stripped of everything but its code and, for a script, the line. */
export function redisErrorOf(error: unknown, where?: string): RedisError {
  if (error instanceof RedisError) return error;
  if (!(error instanceof Error)) return new RedisError('unknown', where);
  const line = /user_script:(\d+)/.exec(error.message)?.[1];
  return new RedisError(codeOf(error), line === undefined ? where : `${where}, line ${line}`);
}

const OFFLINE = /^(ClientOffline|ClientClosed|SocketClosed|Disconnects|ConnectionTimeout|Socket)/;

function codeOf(error: Error): string {
  if (OFFLINE.test(error.constructor.name) || 'syscall' in error) return 'offline';
  return /^([A-Z]{2,20})\b/.exec(error.message)?.[1] ?? 'unknown';
}
