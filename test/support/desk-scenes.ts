import type { Page, Route } from 'playwright-core';
import type { z } from 'zod';
import en from '../../locales/en/console.json' with { type: 'json' };
import km from '../../locales/km/console.json' with { type: 'json' };
import { BANDS, CHANNELS } from '../../src/domain/flow/bundle.ts';
import { CATEGORIES } from '../../src/domain/record/record.ts';
import type { Conversation, Queue, QueueCard, Staff } from '../../src/http/api.ts';

/** States of the desk that take many people and much time to come about, answered by the test in the server's place. */

type Queue_ = z.infer<typeof Queue>;
type Conversation_ = z.infer<typeof Conversation>;
type Card = z.infer<typeof QueueCard>;

export type SceneLanguage = 'km' | 'en';

/** What the console says for a key, in one of its languages. */
export function wordsIn(language: SceneLanguage): (key: string) => string {
  const tree: unknown = language === 'km' ? km : en;
  return (key) =>
    String(
      key.split('.').reduce((at: unknown, part) => (at as Record<string, unknown>)[part], tree),
    );
}

const REASONS = [...CATEGORIES, null];
const HANDLES = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A card that is like no other, and the same each time. */
function card(n: number): Card {
  const at = (step: number) => HANDLES.charAt((n * step + 7) % HANDLES.length);
  return {
    id: `scene-${n}`,
    handle: at(1) + at(3) + at(5) + at(11),
    version: 1,
    band: BANDS[Math.floor(n / 5) % BANDS.length] ?? 'other',
    reason: REASONS[n % REASONS.length] ?? null,
    brief: [
      { name: 'category', value: 'sexual-extortion' },
      { name: 'known', value: 'no' },
      { name: 'device', value: 'own' },
    ],
    language: n % 4 === 3 ? 'en' : 'km',
    channel: CHANNELS[n % CHANNELS.length] ?? 'web',
    raised: n % 6 === 1,
    since: Date.now() - 70_000 * (n + 1),
  };
}

export const MINE = card(401);

/** So many wait; two are in my hands, one of them over; a colleague asks; two are with others. */
export function fullQueue(waiting: number): Queue_ {
  const now = Date.now();
  const live = { asleep: false, remindAt: null, ended: false };
  const own = {
    ...live,
    last: now - 95_000,
    needsReply: true,
    unanswered: [41, 42],
    replyBy: null,
  };
  return {
    now,
    desk: 'open',
    available: true,
    breakUntil: null,
    capacity: 3,
    writes: [],
    unwritten: [],
    name: 'scene',
    waiting: Array.from({ length: waiting }, (_, n) => card(n)),
    mine: [
      { ...MINE, ...own },
      { ...card(402), ...own, needsReply: false, replyBy: now + 80_000 },
      { ...card(403), ...own, ended: true },
    ],
    offers: [{ ...card(404), from: 'សុខា', why: 'shift-ends', until: now + 45_000 }],
    escalations: [],
    frictions: [],
    others: [
      { ...card(405), with: 'Dara' },
      { ...card(406), with: 'ចាន់ធូ' },
    ],
  };
}

/** Addresses rest: one waits for me, one for somebody else, one was made longer; two are over. */
export function pausedQueue(): Queue_ {
  const now = Date.now();
  const pause = (at: number): Queue_['frictions'][number] => ({
    id: `pause-${at}`,
    handle: card(500 + at).handle,
    ...{ why: 'many-talks', by: at === 2 ? 'ចាន់ធូ' : 'Sok', mine: at === 1, stands: 'waits' },
    ...{ at: now - 300_000, until: now + 1_500_000 },
  });
  return {
    ...fullQueue(2),
    frictions: [
      pause(0),
      pause(1),
      { ...pause(2), why: 'insults', stands: 'confirmed', until: now + 80_000_000 },
      { ...pause(3), why: 'silent', stands: 'lifted', until: now - 60_000 },
      { ...pause(4), why: 'prank', stands: 'not-reviewed', until: now - 120_000 },
    ],
  };
}

export function emptyQueue(): Queue_ {
  return { ...fullQueue(0), mine: [], offers: [], others: [] };
}

const CHILD_LINES = [
  'បង ខ្ញុំខ្លាចណាស់',
  'គេថានឹងបង្ហោះរូបខ្ញុំឱ្យមិត្តភក្តិនៅសាលាឃើញទាំងអស់ បើខ្ញុំមិនផ្ញើលុយទៀត។ ខ្ញុំមិនដឹងត្រូវធ្វើយ៉ាងម៉េចទេ',
  'ok',
  'I do not know what to do, he writes every day',
];
const COUNSELLOR_LINES = [
  'អរគុណដែលប្រាប់បង។ វាមិនមែនជាកំហុសរបស់ប្អូនទេ។',
  'ប្អូនមិននៅម្នាក់ឯងទេ។ យើងគិតជាមួយគ្នា មួយជំហានម្ដង។ ឥឡូវនេះ តើមានមនុស្សធំណាម្នាក់ដែលប្អូនទុកចិត្តទេ?',
];

const pick = (from: readonly string[], n: number) => from[n % from.length] ?? '';

/** An open conversation in my hands with so many lines, of every kind. */
export function talk(lines: number): Conversation_ {
  const began = Date.now() - lines * 40_000;
  const line = (n: number): Conversation_['lines'][number] => {
    const base = { seq: n + 1, at: began + n * 40_000 };
    if (n % 17 === 4) {
      return { ...base, from: 'note', text: 'គ្រូម្នាក់ដឹងរឿងនេះ។', alias: 'Sok' };
    }
    if (n % 23 === 0) return { ...base, from: 'event', text: 'observe-begins', alias: 'Dara' };
    if (n % 9 === 2) return { ...base, from: 'bot', text: 'សូមរង់ចាំបន្តិច។' };
    if (n % 3 === 1) return { ...base, from: 'child', text: pick(CHILD_LINES, n) };
    const said = { from: 'counsellor', text: pick(COUNSELLOR_LINES, n), alias: 'Sok' } as const;
    return n % 31 === 30 ? { ...base, ...said, delivery: 'failed' } : { ...base, ...said };
  };
  return {
    ...MINE,
    owner: 'me',
    ownerAlias: 'Sok',
    mayWrite: true,
    discreet: true,
    lines: Array.from({ length: lines }, (_, n) => line(n)),
    undelivered: 0,
    observers: ['Dara'],
    last: began,
    silence: null,
    writableUntil: null,
    remindAt: null,
    draft: null,
    offer: null,
    escalation: null,
    ended: null,
    erasedAt: null,
    wrapUp: null,
    wrapUpDraft: null,
  };
}

/** The same, over, with only the wrap-up missing. */
export function overTalk(lines: number): Conversation_ {
  const at = Date.now() - 60_000;
  return {
    ...talk(lines),
    mayWrite: false,
    ended: { how: 'closed', at },
    erasedAt: at + 86_400_000,
  };
}

/** The same, with somebody's life in danger: a hold that a supervisor asked for, and a child who wants it erased. */
export function dangerTalk(lines: number): Conversation_ {
  const now = Date.now();
  return {
    ...talk(lines),
    erasedAt: now + 86_400_000,
    escalation: {
      ...{ at: now - 300_000, by: 'Sok', supervisor: 'ចាន់ធូ', mine: 'counsellor' },
      written: ['where', 'reach'],
      asked: { by: 'ចាន់ធូ', mine: false, why: 'rescue-under-way', hours: 48 },
      hold: null,
      erase: { at: now - 60_000, keep: null, mine: false, kept: false },
    },
  };
}

const STAFF: z.infer<typeof Staff> = {
  people: [
    { id: 'staff-1', alias: 'សុខា', role: 'counsellor', available: true, writes: [] },
    { id: 'staff-2', alias: 'Dara', role: 'counsellor', available: true, writes: ['km'] },
  ],
};

export interface Stage {
  readonly queue: Queue_;
  readonly conversation?: Conversation_;
  /** The console hears no live events, and says so. */
  readonly lost?: boolean;
}

/** From now on the page's desk is this one, whatever the server knows; every act is answered as done. */
export async function setStage(page: Page, stage: Stage): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  const answer = (body: unknown) => (route: Route) => route.fulfill({ json: body });
  await page.route(/\/api\/queue(\?|$)/, answer(stage.queue));
  await page.route('**/api/staff', answer(STAFF));
  await page.route('**/api/queue/*/claim', (route) => route.fulfill({ status: 204 }));
  await page.route(/\/api\/conversations\/[^/]+$/, answer(stage.conversation ?? talk(40)));
  await page.route(/\/api\/conversations\/[^/]+\/(wrap-up|observe|close|release)/, (route) =>
    route.fulfill({ status: 204 }),
  );
  if (stage.lost) await page.route('**/api/events', (route) => route.abort());
}

export async function setLanguage(page: Page, language: SceneLanguage): Promise<void> {
  await page.evaluate(`localStorage.setItem('tvear.language', '${language}')`);
}
