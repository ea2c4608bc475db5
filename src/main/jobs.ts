import { Cron } from 'croner';
import type { Core } from '../app/core.ts';
import { absence } from '../app/staff/absence.ts';
import { keepSweeping, settleOverdue } from '../app/sweep.ts';
import { noteWorker, SIGN_MS } from '../app/workers.ts';
import { writeRecords } from '../app/write-records.ts';

const MINUTE_MS = 60_000;
const ABSENCE_MS = 5_000;
const ZONE_MS = 7 * 60 * MINUTE_MS;

type Role = 'web' | 'worker' | 'all';

/** What runs by the clock: the sweep, the keys, the daily records. A `web` process only tends its keys. Answers the way to stop all of it. */
export function startJobs(core: Core, role: Role): () => Promise<void> {
  const keys = setInterval(() => core.background(() => tendKeys(core)), MINUTE_MS);
  if (role === 'web') return async () => clearInterval(keys);
  const signs = setInterval(() => core.background(() => signOfLife(core)), SIGN_MS);
  const stopSweeping = keepSweeping(core);
  const returnAbsent = absence(core);
  const absent = setInterval(
    () => core.background(async () => void (await returnAbsent())),
    ABSENCE_MS,
  );
  // Night in Cambodia: the hour tells nothing of any contact, and the desk is quiet.
  const records = new Cron('30 2 * * *', { timezone: 'Asia/Phnom_Penh' }, () => {
    core.background(async () => void (await recordsOfToday(core)));
  });
  return async () => {
    clearInterval(keys);
    clearInterval(absent);
    clearInterval(signs);
    records.stop();
    await stopSweeping();
  };
}

/** Called before the first child is let in, and then again and again. */
export async function signOfLife(core: Core): Promise<void> {
  await noteWorker(core.documents, core.worker, await core.store.now());
}

/** What is due leaves its record first; then the keys whose hour is over are destroyed. */
export async function tendKeys(core: Core): Promise<void> {
  await settleOverdue(core);
  await core.vault.tend(await core.store.now());
}

/** The daily job; `npm run records` calls it by hand. */
export async function recordsOfToday(core: Core): Promise<number> {
  const day = new Date((await core.store.now()) + ZONE_MS).toISOString().slice(0, 10);
  return writeRecords(core, day);
}
