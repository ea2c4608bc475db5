import type { Effect } from '../conversation/effect.ts';
import type { Escalation } from '../conversation/escalation.ts';
import type { Input, MediaKind, Speaker, TimerName } from '../conversation/input.ts';
import type { OutMessage } from '../conversation/message.ts';
import type { ConversationState } from '../conversation/state.ts';
import { CALLBACK_WINDOWS } from '../queue/callback-window.ts';
import { type Bundle, CHANNELS, type ChannelId } from './bundle.ts';
import type { Facts } from './facts.ts';
import { ALONE_MS } from './friction.ts';
import { newConversation, step } from './step.ts';

/** A talk on paper: header lines, then who said what (`docs/flow-format.md`). The terminal player prints it too. */
export interface Scene {
  readonly facts: Facts;
  readonly state: ConversationState;
}

const MINUTE = 60_000;
/** A fixed moment, so that a transcript reads the same on any day. */
const NOON = Date.UTC(2026, 0, 5, 5);

/**
 * Plays the inputs of a written transcript again and writes down what the engine answers. The transcript is true
 * when the result is the same text, character by character.
 */
export function playScript(bundle: Bundle, language: string, written: string): string {
  const lines = written.split('\n');
  const gap = lines.indexOf('');
  const scene = sceneOf(bundle, language, lines.slice(0, gap));
  const played = play(bundle, scene, lines.slice(gap + 1));
  return [...lines.slice(0, gap), '', ...played, ''].join('\n');
}

/** Sets the stage: a conversation about to enter the flow that the header names. */
export function sceneOf(bundle: Bundle, language: string, header: readonly string[]): Scene {
  const fields = new Map(header.filter((line) => !line.startsWith('#')).map(fieldOf));
  const channel = CHANNELS.find((id) => id === fields.get('channel')) ?? 'web';
  const facts = factsOf(channel, fields);
  const blank = newConversation(bundle, channel, 'script', NOON);
  const flow = fields.get('flow') ?? bundle.start;
  const start = bundle.flows.get(flow)?.start ?? '';
  const globals = Object.fromEntries(words(fields.get('globals')).map(pairOf));
  return {
    facts,
    state: {
      ...blank,
      language: flow === bundle.start ? null : language,
      callback: callbackOf(fields.get('callback')),
      talk: { ...blank.talk, globals, frames: [{ flow, step: start, vars: {} }] },
      ...(fields.get('held') === 'yes' ? { escalation: HELD } : {}),
    },
  };
}

/** Held by the two people who may, as `held: yes` in a header says. */
const HELD: Escalation = {
  by: speaker('Sok'),
  at: NOON,
  supervisor: speaker('Maly'),
  written: [],
  hold: {
    by: speaker('Sok'),
    with: speaker('Maly'),
    why: 'rescue-under-way',
    since: NOON,
    until: NOON + 60 * MINUTE,
  },
};

function play(bundle: Bundle, scene: Scene, lines: readonly string[]): string[] {
  let { state, facts } = scene;
  const written: string[] = [];
  const act = (input: Input) => {
    const turn = writeTurn(bundle, { facts, state }, input);
    state = turn.state;
    written.push(...turn.lines);
  };
  act({ kind: 'opened' });
  for (const line of lines) {
    const minutes = Number(PASSED.exec(line)?.[1] ?? 0);
    const input = inputOf(line);
    if (input === undefined && minutes === 0) continue;
    facts = { ...facts, now: facts.now + minutes * MINUTE };
    written.push(line);
    if (input !== undefined) act(input);
  }
  return written;
}

/** Time that passes before the next line. */
const PASSED = /^clock: (\d+) min$/;

/** How a message is written down. */
export type PrintMessage = (message: OutMessage, facts: Facts) => string[];

/** One input and what follows from it, as it stands in a transcript. */
export function writeTurn(
  bundle: Bundle,
  { state: before, facts }: Scene,
  input: Input,
  print: PrintMessage = printMessage,
): { readonly state: ConversationState; readonly lines: readonly string[] } {
  const { state, effects } = step(bundle, ownedAs(before, input), input, facts);
  return {
    state,
    lines: effects.flatMap((effect) => printEffect(effect, { state, facts }, print)),
  };
}

/** Claim and release change the owner in the store, before the turn that tells the child. */
function ownedAs(state: ConversationState, input: Input): ConversationState {
  if (input.kind === 'claimed') return { ...state, owner: { kind: 'counsellor', id: input.by.id } };
  if (input.kind === 'released') return { ...state, owner: { kind: 'queue' } };
  return state;
}

const MEDIA: Readonly<Record<string, MediaKind>> = {
  picture: 'picture',
  video: 'video',
  voice: 'voice',
  file: 'file',
  sticker: 'sticker',
  location: 'location',
  contact: 'contact',
};

const TIMERS: readonly TimerName[] = [
  'idle',
  'update',
  'first-reply',
  'silence',
  'callback',
  'feedback',
  'retention',
];

/** Reads one line of input; undefined for anything that the engine said. */
export function inputOf(line: string): Input | undefined {
  const [, who = '', said = ''] = /^(child|desk|timer|counsellor [^:]+): ?(.*)$/.exec(line) ?? [];
  if (who === 'child') return childLine(said);
  if (who === 'desk') return deskLine(said);
  if (who === 'timer') {
    const name = TIMERS.find((timer) => timer === said);
    return name === undefined ? undefined : { kind: 'timer', name };
  }
  if (who === '') return undefined;
  return { kind: 'said', by: speaker(who.slice('counsellor '.length)), text: said };
}

function childLine(said: string): Input {
  const act = /^\(([a-z]+)\)$/.exec(said)?.[1] ?? '';
  if (act === 'opened' || act === 'returned') return { kind: act };
  const what = MEDIA[act];
  if (what !== undefined) return { kind: 'media', what, ref: 'm' };
  return { kind: 'text', text: said, ref: 't' };
}

function deskLine(said: string): Input | undefined {
  const [what, alias = '', why] = said.split(' ');
  const by = speaker(alias);
  if (what === 'claimed') return { kind: 'claimed', by };
  if (what === 'closed') return { kind: 'closed', by };
  if (what !== 'released') return undefined;
  return { kind: 'released', by, why: why === 'absent' ? 'absent' : 'counsellor' };
}

function speaker(alias: string): Speaker {
  return { id: alias, alias };
}

/** Writes an effect down as a reader of transcripts sees it. Lines of the transcript itself are not repeated. */
export function printEffect(
  effect: Effect,
  { state, facts }: Scene,
  print: PrintMessage = printMessage,
): string[] {
  switch (effect.kind) {
    case 'send':
      return print(effect.message, facts);
    case 'queued': {
      const brief = effect.brief.map(({ name, value }) => `${name}=${value}`);
      return [['=> queued', state.queue?.band ?? '', ...brief].join(' ')];
    }
    case 'ended':
      return [`=> ended ${effect.how}`];
    case 'alarm':
      return [`=> alarm ${effect.alarm}`];
    case 'callback':
      return [`=> callback ${effect.window ?? 'cancelled'}`];
    case 'clear-outbox':
    case 'clear-chat':
    case 'forget-lines':
    case 'record':
    case 'purge':
      return [`=> ${effect.kind}`];
    case 'line':
    case 'forget-line':
      return [];
  }
}

function printMessage(message: OutMessage, { services: kinds }: Facts): string[] {
  const who = message.from === 'bot' ? 'bot: ' : 'counsellor: ';
  const parts = message.parts.flatMap((part) => {
    if (part.kind === 'text') return indent(who, part.text);
    const { kind, scope } = part.query;
    if (!kinds.includes(kind)) return part.none === '' ? [] : indent(who, part.none);
    return indent(`${who}[services ${kind} ${scope}] `, part.lead);
  });
  const choices = message.choices.map(({ label }, at) => `     ${at + 1}. ${label}`);
  return message.from === 'bot' ? [...parts, ...choices] : [];
}

/** A text of several lines, the first behind its speaker. */
export function indent(lead: string, text: string): string[] {
  const [first = '', ...rest] = text.split('\n');
  return [`${lead}${first}`.trimEnd(), ...rest.map((line) => `     ${line}`)];
}

function factsOf(channel: ChannelId, fields: ReadonlyMap<string, string>): Facts {
  const [desk = 'open', range] = words(fields.get('desk'));
  const [from, to] = (range ?? '').split('-').map(Number);
  return {
    now: NOON,
    channel,
    desk: desk === 'closed' || desk === 'full' || desk === 'down' ? desk : 'open',
    wait: from === undefined || to === undefined ? null : { from, to },
    services: (fields.get('services') ?? '').split(',').map((kind) => kind.trim()),
    ...(fields.has('windows') ? { windows: words(fields.get('windows')) } : {}),
    ...pauseIn(fields.get('friction')),
    hold: fields.get('hold') === 'yes',
    late: fields.get('late') === 'yes',
    hours: fields.get('hours') ?? null,
    idleMs: 15 * MINUTE,
    retentionMs: 24 * 60 * MINUTE,
    firstReplyMs: 3 * MINUTE,
    updateMs: 5 * MINUTE,
  };
}

/** `friction: short` or `long`, as a branch knows it. */
function pauseIn(pause: string | undefined): Pick<Facts, 'friction'> {
  if (pause === 'short') return { friction: NOON + ALONE_MS };
  return pause === 'long' ? { friction: NOON + 24 * 60 * MINUTE } : {};
}

/** A time that the child left before: tomorrow at that time of day, whatever the desk's hours are. */
function callbackOf(window: string | undefined): ConversationState['callback'] {
  const named = CALLBACK_WINDOWS.find((one) => one === window);
  if (named === undefined) return null;
  const from = NOON + 24 * 60 * MINUTE;
  return { window: named, from, until: from + 60 * MINUTE, stage: 'left', told: 0 };
}

function fieldOf(line: string): readonly [string, string] {
  const at = line.indexOf(':');
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function words(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '');
}

function pairOf(word: string): [string, string] {
  const [name = '', value = ''] = word.split('=');
  return [name, value];
}
