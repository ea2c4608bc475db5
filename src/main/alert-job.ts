import { undiciTransport } from '../adapters/undici/transport.ts';
import { type Alert, findAlerts } from '../app/alerts.ts';
import type { Core } from '../app/core.ts';

const LOOK_MS = 10_000;
/** The same alarm again, while it lasts; also the pace of the heartbeat, whose absence is an alarm. */
const REPEAT_MS = 5 * 60_000;
const HEARTBEAT_MS = 60_000;
const POST_MS = 10_000;

/** Posts alarms and a heartbeat, content-free, to the helpline's own alarm system. Answers the way to stop. */
export function startAlerts(core: Core, url: string): () => Promise<void> {
  const { origin, pathname, search } = new URL(url);
  const transport = undiciTransport(origin);
  const last = new Map<Alert['alert'], number>();

  const post = async (alert: Alert): Promise<void> => {
    const answer = await transport.post({
      path: `${pathname}${search}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alert),
      timeoutMs: POST_MS,
    });
    if (answer.status >= 300) core.log.warn('alert-failed', { status: answer.status });
  };

  const tell = async (alert: Alert): Promise<void> => {
    const now = performance.now();
    const pause = alert.alert === 'heartbeat' ? HEARTBEAT_MS : REPEAT_MS;
    if (now - (last.get(alert.alert) ?? -pause) < pause) return;
    last.set(alert.alert, now);
    await post(alert).catch(() => {
      last.delete(alert.alert);
      core.log.warn('alert-failed');
    });
  };

  const look = async (): Promise<void> => {
    for (const alert of await findAlerts(core)) await tell(alert);
    await tell({ alert: 'heartbeat', count: 1 });
  };

  const timer = setInterval(() => core.background(look), LOOK_MS);
  core.background(look);
  return async () => {
    clearInterval(timer);
    await transport.close();
  };
}
