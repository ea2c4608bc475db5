import { join } from 'node:path';
import { type ControlError, callControl } from '../adapters/control/call-control.ts';
import { CONTROL_SOCKET } from '../adapters/control/protocol.ts';
import { pinoLog } from '../adapters/log/pino-log.ts';
import type { Settings } from '../config/settings.ts';
import { fail, type Result } from '../domain/result.ts';
import type { Json } from '../ports/documents.ts';
import { background } from './background.ts';
import { buildCore } from './build-core.ts';
import { controlCommands } from './control-commands.ts';

const WORDS: Readonly<Record<Exclude<ControlError['kind'], 'refused' | 'not-running'>, string>> = {
  'not-allowed': 'The server runs under another account: use that one, or stop it.',
  broken:
    'The server hung up. Whether the command was carried out is not known; look, then try again.',
};

/** Carries out a command in the running server, or on the store itself when no server has it. */
export async function runCommand(
  settings: Settings,
  command: string,
  args: Json,
): Promise<Result<Json, string>> {
  const socket = join(settings.DATA_DIR, CONTROL_SOCKET);
  const asked = await callControl(socket, command, args);
  if (asked.ok) return asked;
  if (asked.error.kind === 'refused') return fail(asked.error.why);
  if (asked.error.kind !== 'not-running') return fail(WORDS[asked.error.kind]);
  return alone(settings, command, args);
}

async function alone(
  settings: Settings,
  command: string,
  args: Json,
): Promise<Result<Json, string>> {
  const log = pinoLog('error');
  const work = background(log);
  const built = await buildCore(settings, { log, work, patient: (step) => step() });
  const handler = controlCommands({ ...built, publicUrl: settings.PUBLIC_URL, settings })[command];
  try {
    return handler === undefined ? fail(`unknown command ${command}`) : await handler(args);
  } finally {
    await work.idle();
    await built.channels.close();
    await built.core.store.close();
  }
}
