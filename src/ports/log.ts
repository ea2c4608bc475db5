/**
 * The only words that may be logged, with the only fields they may carry. No field holds free text: a code, a count,
 * a duration, the name of a setting. A new line in the log is a line here first.
 */
export interface LogFields {
  readonly channel?: string;
  readonly code?: string;
  readonly count?: number;
  readonly ms?: number;
  readonly port?: number;
  readonly mode?: string;
  readonly kind?: string;
  readonly status?: number;
  readonly route?: string;
  readonly setting?: string;
}

export type LogEvent =
  | 'starting'
  | 'checking-flows'
  | 'ready'
  | 'draining'
  | 'drained'
  | 'webhook-refused'
  | 'webhook-failed'
  /** A platform sent so many things that its door could not read. */
  | 'shape-unknown'
  | 'turn-failed'
  | 'turn-stale'
  /** No turn could finish an input or a timer: it was taken out of the way, and the child stands in the line for a person. */
  | 'input-dropped'
  | 'delivery-failed'
  | 'delivery-dropped'
  /** A message of unknown fate goes out again, on a platform that tells nothing: the child may see it twice. */
  | 'sent-in-doubt'
  | 'content-lost'
  | 'request-failed'
  | 'setting-warning'
  | 'console-building'
  | 'console-built'
  | 'console-build-failed'
  | 'job-done'
  | 'job-failed'
  | 'alert-failed'
  | 'store-down'
  | 'store-up'
  | 'unhandled';

export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
}
