import { undiciTransport } from '../adapters/undici/transport.ts';
import { type Alert, findAlerts } from '../app/alerts.ts';
import type { Core } from '../app/core.ts';

const LOOK_MS = 10_000;
/** The same alarm again, while it lasts; also the pace of the heartbeat, whose absence is an alarm. */
const REPEAT_MS = 5 * 60_000;
const HEARTBEAT_MS = 60_000;
const POST_MS = 10_000;
/** An empty desk with nobody waiting may be a short break. */
const DESERTED_MS = 5 * 60_000;

class AlarmRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super('the alarm system did not take it');
    this.status = status;
  }
}

/** Posts alarms and a heartbeat, content-free, to the helpline's own alarm system. Answers the way to stop. */
export function startAlerts(core: Core, url: string): () => Promise<void> {
  const { origin, pathname, search } = new URL(url);
  const transport = undiciTransport(origin);
  const last = new Map<Alert['alert'], number>();
  let desertedSince: number | null = null;

  const post = async (alert: Alert): Promise<void> => {
    const answer = await transport.post({
      path: `${pathname}${search}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alert),
      timeoutMs: POST_MS,
    });
    if (answer.status >= 300) throw new AlarmRefused(answer.status);
  };

  const tell = async (alert: Alert): Promise<void> => {
    const now = performance.now();
    const pause = alert.alert === 'heartbeat' ? HEARTBEAT_MS : REPEAT_MS;
    if (now - (last.get(alert.alert) ?? -pause) < pause) return;
    last.set(alert.alert, now);
    if (!(await isMine(core, alert, pause))) return;
    await post(alert).catch(async (error: unknown) => {
      last.delete(alert.alert);
      const { status } = error instanceof AlarmRefused ? error : {};
      core.log.warn('alert-failed', status === undefined ? {} : { status });
      await core.documents.delete(keyOf(alert)).catch(() => undefined);
    });
  };

  const look = async (): Promise<void> => {
    const found = await findAlerts(core);
    const deserted = found.some(isDeserted);
    desertedSince = deserted ? (desertedSince ?? performance.now()) : null;
    const long = desertedSince !== null && performance.now() - desertedSince >= DESERTED_MS;
    for (const alert of found) if (long || !isDeserted(alert)) await tell(alert);
    // Whoever waits for it hears that the whole is well, not that one door stands open.
    const beats = !found.some(({ alert }) => alert === 'no-worker' || alert === 'store-down');
    if (beats) await tell({ alert: 'heartbeat', count: 1 });
  };

  const timer = setInterval(() => core.background(look), LOOK_MS);
  core.background(look);
  return async () => {
    clearInterval(timer);
    await transport.close();
  };
}

/** Of many processes that see the same, one tells it; while the store is away each does. */
async function isMine({ documents }: Core, alert: Alert, pauseMs: number): Promise<boolean> {
  // A little less than the pause, so that the next time is not missed by a moment.
  const written = documents.put(keyOf(alert), {}, 0, pauseMs - LOOK_MS / 2);
  return written.then(
    (version) => version !== null,
    () => true,
  );
}

function isDeserted({ alert, count }: Alert): boolean {
  return alert === 'nobody-on-duty' && count === 0;
}

function keyOf({ alert }: Alert): string {
  return `alerted/${alert}`;
}
