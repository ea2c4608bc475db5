import { CHANNELS } from '../../domain/flow/bundle.ts';
import type { LogEvent, LogFields } from '../../ports/log.ts';

/** The port's events; one that is missing here does not compile. */
const EVENTS: Record<LogEvent, true> = {
  starting: true,
  'checking-flows': true,
  ready: true,
  draining: true,
  drained: true,
  'webhook-refused': true,
  'webhook-failed': true,
  'shape-unknown': true,
  'turn-failed': true,
  'turn-stale': true,
  'input-dropped': true,
  'delivery-failed': true,
  'delivery-dropped': true,
  'sent-in-doubt': true,
  'content-lost': true,
  'request-failed': true,
  'setting-warning': true,
  'console-building': true,
  'console-built': true,
  'console-build-failed': true,
  'job-done': true,
  'job-failed': true,
  'alert-failed': true,
  'store-down': true,
  'store-up': true,
  unhandled: true,
};

type Check = (value: unknown) => boolean;

/** Each field with the narrowest form that still says what it is for: no sentence, number of a phone, id or token fits. */
const FIELDS: Record<keyof LogFields, Check> = {
  channel: (value) => CHANNELS.some((channel) => channel === value),
  code: matches(/^(?!.*\d{8})[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/),
  kind: matches(/^[A-Za-z][A-Za-z-]{0,31}$/),
  mode: matches(/^(demo|pilot|production)$/),
  route: matches(/^(\/|(\/([a-z][a-z-]{0,19}|:[a-zA-Z]{1,20}))+)$/),
  setting: matches(
    /^([A-Z][A-Z_]{1,39}|appendonly|appendfsync|maxmemory-policy|slowlog-log-slower-than|version)$/,
  ),
  count: upTo(9_999_999),
  ms: upTo(99_999_999),
  port: upTo(65_535),
  status: upTo(599),
};

export function isEvent(event: string): event is LogEvent {
  return Object.hasOwn(EVENTS, event);
}

/** A new object with nothing but allowed values, and how many others there were. */
export function allowedFields(fields: object = {}): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  let dropped = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (isField(name) && FIELDS[name](value)) allowed[name] = value;
    else dropped += 1;
  }
  return dropped === 0 ? allowed : { ...allowed, dropped };
}

function isField(name: string): name is keyof LogFields {
  return Object.hasOwn(FIELDS, name);
}

function matches(form: RegExp): Check {
  return (value) => typeof value === 'string' && form.test(value);
}

function upTo(most: number): Check {
  return (value) => typeof value === 'number' && value >= 0 && value <= most;
}
