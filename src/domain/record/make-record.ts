import type { ConversationState } from '../conversation/state.ts';
import type { ContactRecord, TimeBand } from './record.ts';

const MINUTE = 60_000;
/** Cambodia keeps UTC+7 all year round. */
const ZONE_MS = 7 * 60 * MINUTE;

/** The one record of an ended conversation: codes, bands and a day, nothing that leads back to a child. */
export function makeRecord(state: ConversationState): ContactRecord {
  const { globals } = state.talk;
  const { wrapUp, marks } = state;
  const started = new Date(marks.started + ZONE_MS);
  return {
    contact: wrapUp?.contact ?? contactOf(state),
    channel: state.channel,
    language: state.language ?? 'none',
    day: started.toISOString().slice(0, 10),
    hourBand: hourBand(started.getUTCHours()),
    role: globals['role'] ?? 'unset',
    category: wrapUp?.category ?? globals['category'] ?? 'unset',
    risk: state.queue?.band ?? 'none',
    province: globals['province'] ?? 'unset',
    ageBand: wrapUp?.ageBand ?? 'unset',
    gender: wrapUp?.gender ?? 'unset',
    harmer: globals['harmer'] ?? 'unset',
    outcome: state.ended ?? 'open',
    referredTo: wrapUp?.referredTo ?? [],
    botTime: timeBand(marks.started, marks.queued ?? marks.ended),
    waitTime: timeBand(marks.queued, marks.claimed ?? marks.ended),
    talkTime: timeBand(marks.claimed, marks.ended),
    bundle: state.bundle,
    feedback: 'none',
  };
}

function contactOf({ marks }: ConversationState): ContactRecord['contact'] {
  if (marks.claimed !== undefined) return 'counselling';
  return marks.queued === undefined ? 'bot-only' : 'left-queue';
}

function hourBand(hour: number): string {
  const from = Math.floor(hour / 6) * 6;
  return `${pad(from)}-${pad(from + 6)}`;
}

function pad(hour: number): string {
  return String(hour).padStart(2, '0');
}

function timeBand(from: number | undefined, to: number | undefined): TimeBand {
  if (from === undefined || to === undefined) return 'none';
  const minutes = (to - from) / MINUTE;
  if (minutes < 1) return '<1m';
  if (minutes < 5) return '1-5m';
  if (minutes < 15) return '5-15m';
  return minutes < 60 ? '15-60m' : '>60m';
}
