import pino, { type DestinationStream } from 'pino';
import type { Log, LogEvent, LogFields } from '../../ports/log.ts';
import { allowedFields, isEvent } from './allowed.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/**
 * The log, as JSON lines whose `msg` is the event. What the port does not name is dropped, and so is a value that is
 * not as short and plain as its field asks; `dropped` counts those, so that the loss is seen. Written at once: the
 * last line before an exit is there.
 *
 * @param destination - Standard output when it is left out.
 */
export function pinoLog(level: LogLevel, destination?: DestinationStream): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );

  const write = (at: 'info' | 'warn' | 'error') => (event: LogEvent, fields?: LogFields) => {
    if (isEvent(event)) logger[at](allowedFields(fields), event);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
