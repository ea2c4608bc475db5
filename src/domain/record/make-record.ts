import type { ConversationState } from '../conversation/state.ts';
import type { ContactRecord, TimeBand } from './record.ts';

const MINUTE = 60_000;
/** Cambodia keeps UTC+7 all year round. */
const ZONE_MS = 7 * 60 * MINUTE;

/** The one record of an ended conversation: codes, bands and a day, nothing that leads back to a child. */
export function makeRecord(state: ConversationState): ContactRecord {
  const started = new Date(state.marks.started + ZONE_MS);
  return {
    contact: contactOf(state),
    channel: state.channel,
    language: state.language ?? 'none',
    day: started.toISOString().slice(0, 10),
    hourBand: hourBand(started.getUTCHours()),
    ...chosen(state),
    ...judged(state),
    ...lengths(state),
    risk: state.queue?.band ?? 'none',
    outcome: state.ended ?? 'open',
    bundle: state.bundle,
    feedback: state.feedback ?? 'none',
  };
}

/** What the child chose. */
function chosen({ talk, ended }: ConversationState) {
  // A child who erased is counted, and no more: also where what they wrote is held for a while.
  const value = (name: string) => (ended === 'erased' ? 'unset' : (talk.globals[name] ?? 'unset'));
  return { role: value('role'), province: value('province'), harmer: value('harmer') };
}

/** What the counsellor entered; the category falls back on the child's own choice. */
function judged({ wrapUp, talk, ended }: ConversationState) {
  const own = ended === 'erased' ? undefined : talk.globals['category'];
  return {
    category: wrapUp?.category ?? own ?? 'unset',
    ageBand: wrapUp?.ageBand ?? 'unset',
    gender: wrapUp?.gender ?? 'unset',
    judgedRisk: wrapUp?.risk ?? 'unset',
    referredTo: wrapUp?.referredTo ?? [],
  };
}

function lengths({ marks }: ConversationState) {
  return {
    botTime: timeBand(marks.started, marks.queued ?? marks.ended),
    waitTime: timeBand(marks.queued, marks.claimed ?? marks.ended),
    talkTime: timeBand(marks.claimed, marks.ended),
  };
}

function contactOf({ marks, wrapUp }: ConversationState): ContactRecord['contact'] {
  if (wrapUp !== null) return wrapUp.contact;
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
