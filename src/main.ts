import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pinoLog } from './adapters/log/pino-log.ts';
import { readSettings } from './config/settings.ts';
import { startAlerts } from './main/alert-job.ts';
import { announce } from './main/announce.ts';
import { background } from './main/background.ts';
import { buildCore } from './main/build-core.ts';
import { consoleBuild } from './main/console-build.ts';
import { controlCommands } from './main/control-commands.ts';
import { drainOnSignal } from './main/drain.ts';
import { startJobs } from './main/jobs.ts';
import { openControl } from './main/open-control.ts';
import { openServer } from './main/open-server.ts';
import { refuseToStart } from './main/refuse.ts';
import { untilStore } from './main/until-store.ts';

/** The only place that builds everything: settings, adapters, use cases, server. */
async function main(): Promise<void> {
  const read = readSettings(process.env, (path) => readFileSync(path, 'utf8'));
  if (!read.ok) return refuseToStart('The settings have mistakes:', read.error);
  const settings = read.value;
  const log = pinoLog(settings.LOG_LEVEL);
  log.info('starting', { mode: settings.MODE });

  const root = join(import.meta.dirname, '..');
  const work = background(log);
  await untilStore(settings, log);
  const built = await buildCore(settings, log, work);
  const page = consoleBuild(root, log);
  const draining = new AbortController();
  const server = await openServer({ settings, built, root, log, page, draining: draining.signal });
  const stopJobs = startJobs(built.core, settings.ROLE);
  const stopAlerts = settings.ALERT_WEBHOOK_URL
    ? startAlerts(built.core, settings.ALERT_WEBHOOK_URL)
    : async () => undefined;
  const commands = controlCommands({ ...built, publicUrl: server.publicUrl });
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
  const control = await openControl(settings, commands);

  drainOnSignal(log, async () => {
    draining.abort();
    await server.close();
    await control.close();
    await stopJobs();
    await stopAlerts();
    await work.idle();
    page.stop();
    await built.channels.close();
    await built.core.store.close();
  });
  await announce(built, settings, server.publicUrl);
  log.info('ready', { port: server.port, mode: settings.MODE });
}

process.on('unhandledRejection', () => process.exit(1));
main().catch((error: unknown) => refuseToStart('Tvear cannot start.', error));
