import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pinoLog } from '../adapters/log/pino-log.ts';
import { keepDoorOpen } from '../app/delivery/open-doors.ts';
import { keepSending } from '../app/delivery/senders.ts';
import { oncePerChild } from '../app/store-down.ts';
import { readSettings } from '../config/settings.ts';
import { startAlerts } from './alert-job.ts';
import { announce } from './announce.ts';
import { background } from './background.ts';
import { buildCore } from './build-core.ts';
import { onlyChecked } from './checked-bundle.ts';
import { consoleBuild } from './console-build.ts';
import { controlCommands } from './control-commands.ts';
import { drainOnSignal } from './drain.ts';
import { signOfLife, startJobs } from './jobs.ts';
import { openControl } from './open-control.ts';
import { openServer, sharedSecret } from './open-server.ts';
import { refuseToStart } from './refuse.ts';
import { pingStore, storeWait } from './until-store.ts';

/** The only place that builds everything: settings, adapters, use cases, server. Ends the process when that fails. */
export async function serve(): Promise<void> {
  process.on('unhandledRejection', endAtOnce);
  await open().catch((error: unknown) => refuseToStart('Tvear cannot start.', error));
}

/** Until there is something to drain. */
function endAtOnce(): void {
  process.exit(1);
}

async function open(): Promise<void> {
  const read = readSettings(process.env, (path) => readFileSync(path, 'utf8'));
  if (!read.ok) return refuseToStart('The settings have mistakes:', read.error);
  const settings = read.value;
  const log = pinoLog(settings.LOG_LEVEL);
  log.info('starting', { mode: settings.MODE });

  const root = join(import.meta.dirname, '..', '..');
  const work = background(log);
  const room = { settings, log, root, once: oncePerChild() };
  const { patient, leave } = storeWait(room);
  await patient(() => pingStore(room));
  const built = await buildCore(settings, { log, work, patient });
  await patient(() => onlyChecked(settings, built.core, log));
  const stopSending = await patient(() => keepSending(built.core));
  if (settings.ROLE !== 'web') await patient(() => signOfLife(built.core));
  const sessionSecret = await patient(() => sharedSecret(built.core));
  const page = consoleBuild(root, log);
  const draining = new AbortController();
  await leave();
  const server = await openServer({
    ...{ ...room, built, page, sessionSecret, draining: draining.signal },
  });
  const stopJobs = startJobs(built.core, settings.ROLE);
  const stopBeat = settings.ROLE === 'worker' ? () => undefined : keepDoorOpen(built.core);
  const stopAlerts = settings.ALERT_WEBHOOK_URL
    ? startAlerts(built.core, settings.ALERT_WEBHOOK_URL)
    : async () => undefined;
  const commands = controlCommands({ ...built, publicUrl: server.publicUrl, settings });
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
  const control = await openControl(settings, commands);

  process.off('unhandledRejection', endAtOnce);
  drainOnSignal(log, async () => {
    draining.abort();
    stopBeat();
    await server.close();
    await control.close();
    await stopJobs();
    await stopAlerts();
    await work.idle();
    await stopSending();
    page.stop();
    await built.channels.close();
    await built.core.store.close();
  });
  await patient(() => announce(built, settings, server.publicUrl));
  log.info('ready', { port: server.port, mode: settings.MODE });
}
