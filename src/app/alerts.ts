import { addDays, dayInCambodia } from '../domain/directory/service.ts';
import { unwritten } from '../domain/queue/skill.ts';
import type { StoredConversation } from '../ports/conversation-store.ts';
import type { Core } from './core.ts';
import { channelsDown } from './delivery/senders.ts';
import { openDecisions } from './escalation.ts';
import { missedCallbacks } from './missed-callbacks.ts';
import { openState } from './sealed.ts';
import { listServices } from './services.ts';
import { type Trouble, troublesNow } from './troubles.ts';
import { hasWorker } from './workers.ts';

/** What an alarm may say: a code, a count, how long it lasts. Nothing of any conversation. */
export interface Alert {
  readonly alert:
    | 'heartbeat'
    | 'urgent-waits'
    /** Children wait, or the hours are open, and nobody takes chats. */
    | 'nobody-on-duty'
    /** Children wait, and nobody who takes chats writes their language. */
    | 'nobody-writes'
    /** The line is so long that nobody else is let into it. */
    | 'line-full'
    /** No process looks after what failed and who left. */
    | 'no-worker'
    | 'callback-missed'
    /** A life is in danger, and no supervisor has come. */
    | 'escalation-alone'
    /** A child asked for erasing what is held, and nobody has decided. */
    | 'erase-undecided'
    | 'store-down'
    | 'channel-down'
    | 'keys-unwell'
    | Trouble
    | 'service-expires'
    | 'service-expired';
  readonly count: number;
}

/** An urgent child who waits longer than this is an alarm. */
const URGENT_WAIT_MS = 2 * 60_000;
/** Shorter disturbances mend themselves; a longer one is an outage, or a token that was revoked. */
const CHANNEL_DOWN_MS = 60_000;
const WARN_DAYS = [30, 14, 7, 1];

/** Looks at everything that somebody must be told of now. */
export async function findAlerts(core: Core): Promise<readonly Alert[]> {
  const keys = core.vault.health().ok ? [] : [{ alert: 'keys-unwell' as const, count: 1 }];
  const store = await core.store.health().catch(() => ({ ok: false }));
  if (!store.ok) return [...keys, { alert: 'store-down', count: 1 }];
  const [down, troubles, line, missed, open, rows] = await Promise.all([
    channelsDown(core, CHANNEL_DOWN_MS),
    troublesNow(core),
    lineAlerts(core),
    missedCallbacks(core),
    escalationAlerts(core),
    serviceAlerts(core),
  ]);
  const callbacks = missed > 0 ? [{ alert: 'callback-missed' as const, count: missed }] : [];
  const channels = down > 0 ? [{ alert: 'channel-down' as const, count: down }] : [];
  return [...keys, ...channels, ...troubles, ...line, ...callbacks, ...open, ...rows];
}

async function lineAlerts(core: Core): Promise<readonly Alert[]> {
  const [now, waiting, desk] = await Promise.all([
    core.store.now(),
    core.store.waiting(500),
    core.deskFacts(),
  ]);
  // The score of an absolute band is its time of arrival, below a constant.
  const long = waiting.filter(
    ({ waiting: score }) => score !== null && now - (score % 1e14) > URGENT_WAIT_MS,
  );
  const urgent = (await Promise.all(long.map((stored) => isUrgent(core, stored)))).filter(Boolean);
  const alerts: Alert[] = [];
  if (urgent.length > 0) alerts.push({ alert: 'urgent-waits', count: urgent.length });
  const left = waiting.length > 0 && desk.desk === 'closed';
  if (left || desk.deserted) alerts.push({ alert: 'nobody-on-duty', count: waiting.length });
  const skills = unwritten(
    desk.line?.onDuty,
    waiting.map(({ skill }) => skill),
  );
  const alone = waiting.filter(({ skill }) => skill !== null && skills.includes(skill));
  // With nobody there at all, that is what somebody must hear of.
  if (alone.length > 0 && desk.desk !== 'closed') {
    alerts.push({ alert: 'nobody-writes', count: alone.length });
  }
  if (desk.desk === 'full') alerts.push({ alert: 'line-full', count: waiting.length });
  if (!(await hasWorker(core.documents, now))) alerts.push({ alert: 'no-worker', count: 1 });
  return alerts;
}

async function escalationAlerts(core: Core): Promise<readonly Alert[]> {
  const { alone, undecided } = await openDecisions(core);
  const alerts: readonly Alert[] = [
    { alert: 'escalation-alone', count: alone },
    { alert: 'erase-undecided', count: undecided },
  ];
  return alerts.filter(({ count }) => count > 0);
}

/** By band, or by a word of distress that came while the child waited. */
async function isUrgent(core: Core, stored: StoredConversation): Promise<boolean> {
  if (stored.band === 'danger' || stored.band === 'self-harm') return true;
  const opened = await openState(core.vault, stored);
  return opened?.sealed.state.queue?.raised === true;
}

async function serviceAlerts(core: Core): Promise<readonly Alert[]> {
  const now = await core.store.now();
  const today = dayInCambodia(now);
  const rows = await listServices(core.documents, now);
  const warned = WARN_DAYS.map((days) => addDays(today, days));
  const soon = rows.filter(
    ({ row, status }) => status === 'verified' && warned.includes(row.expires_on ?? ''),
  );
  const over = rows.filter(({ status }) => status === 'expired');
  const alerts: Alert[] = [];
  if (soon.length > 0) alerts.push({ alert: 'service-expires', count: soon.length });
  if (over.length > 0) alerts.push({ alert: 'service-expired', count: over.length });
  return alerts;
}
