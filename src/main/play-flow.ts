import process from 'node:process';
import { createInterface } from 'node:readline';
import { loadBundle } from '../adapters/bundle-files/load-bundle.ts';
import { timersOf } from '../app/open-turn.ts';
import type { Input } from '../domain/conversation/input.ts';
import { SERVICE_KINDS } from '../domain/directory/kinds.ts';
import { allTalks } from '../domain/flow/all-talks.ts';
import { type Bundle, CHANNELS, type ChannelId } from '../domain/flow/bundle.ts';
import {
  inputOf,
  type PrintMessage,
  type Scene,
  sceneOf,
  writeTurn,
} from '../domain/flow/script.ts';
import { CHANNEL_CAPS } from './channel-caps.ts';
import { printAs } from './render-play.ts';

export interface Play {
  readonly folder: string;
  readonly flow: string | null;
  readonly language: string;
  readonly channel: string;
  /** `open 5-15`, `open`, `closed`, `full` or `down`. */
  readonly desk: string;
  /** Kinds that have a row, separated by commas. */
  readonly services: string;
  /** Prints talks that take every choice, in place of asking. */
  readonly all: boolean;
}

type Say = (line: string) => void;

/**
 * Walks a flow in the terminal with the live engine, or prints talks that together take every choice.
 *
 * @param typed - What the child writes, a line each.
 */
export async function playFlow(
  play: Play,
  say: Say,
  typed: NodeJS.ReadableStream = process.stdin,
): Promise<0 | 1> {
  const loaded = await loadBundle(play.folder);
  if (!loaded.ok) {
    for (const { file, line, what, mend } of loaded.error) say(`${file}:${line}: ${what}. ${mend}`);
    return 1;
  }
  const { bundle } = loaded.value;
  const problem = problemOf(bundle, play);
  if (problem !== null) {
    say(problem);
    return 1;
  }
  return play.all ? printAll(bundle, play, say) : walk(bundle, play, say, typed);
}

function problemOf(bundle: Bundle, play: Play): string | null {
  const { flow, language, channel, desk, services } = play;
  if (flow !== null && !bundle.flows.has(flow)) return no('flow', flow, [...bundle.flows.keys()]);
  if (!bundle.languages.includes(language)) return no('language', language, bundle.languages);
  if (!isChannel(channel)) return no('channel', channel, CHANNELS);
  if (!DESK.test(desk)) {
    return `There is no desk "${desk}". There are: open, open 5-15 (minutes to wait), closed, full, down`;
  }
  const kinds = services.split(',').map((kind) => kind.trim());
  const odd = kinds.find((kind) => kind !== '' && !SERVICE_KINDS.some((one) => one === kind));
  return odd === undefined ? null : no('kind of service', odd, SERVICE_KINDS);
}

const DESK = /^(open( \d+-\d+)?|closed|full|down)$/;

function isChannel(name: string): name is ChannelId {
  return CHANNELS.some((one) => one === name);
}

function no(what: string, name: string, names: readonly string[]): string {
  return `There is no ${what} "${name}". There are: ${names.join(', ')}`;
}

function printAll(bundle: Bundle, { flow, language }: Play, say: Say): 0 | 1 {
  const { talks, taken, all, missed } = allTalks(bundle, language, flow);
  for (const { header, lines } of talks) {
    for (const line of [...header, '', ...lines, '', '---', '']) say(line);
  }
  for (const choice of missed) say(`no talk came to ${choice}`);
  say(`${talks.length} talks, ${taken} of ${all} choices`);
  return missed.length === 0 ? 0 : 1;
}

/** What is typed is what the child writes; `:help` says what else can be typed. */
async function walk(
  bundle: Bundle,
  play: Play,
  say: Say,
  typed: NodeJS.ReadableStream,
): Promise<0> {
  const header = [
    `flow: ${play.flow ?? bundle.start}`,
    `channel: ${play.channel}`,
    `desk: ${play.desk}`,
    `services: ${play.services}`,
  ];
  const caps = CHANNEL_CAPS.get(play.channel as ChannelId);
  const print = caps === undefined ? undefined : printAs(bundle, caps);
  const talk = liveTalk(bundle, sceneOf(bundle, play.language, header), { say, print });
  talk.act({ kind: 'opened' });
  for await (const line of createInterface({ input: typed })) {
    const jump = jumpOf(line);
    if (line.trim() === ':help') say(HELP);
    else if (jump === null) for (const input of inputsOf(line)) talk.act(input);
    else talk.jump(jump);
    if (talk.over()) break;
  }
  return 0;
}

/** A talk whose clock stands still between lines, and moves when it is told to. */
function liveTalk(
  bundle: Bundle,
  begun: Scene,
  { say, print }: { readonly say: Say; readonly print: PrintMessage | undefined },
) {
  let scene = begun;
  const act = (input: Input): void => {
    const turn = writeTurn(bundle, scene, input, print);
    scene = { ...scene, state: turn.state };
    for (const line of turn.lines) say(line);
  };
  const at = (now: number): void => {
    scene = { ...scene, facts: { ...scene.facts, now } };
  };
  return {
    act,
    /** Every timer that is due until then fires at its own time, the earliest first. */
    jump(ms: number): void {
      const until = scene.facts.now + ms;
      for (;;) {
        const [name, due] = timersOf(scene.state)[0] ?? [];
        if (name === undefined || due === undefined || due > until) break;
        at(Math.max(due, scene.facts.now));
        say(`timer: ${name}`);
        act({ kind: 'timer', name });
        // A timer that is still set for the same moment would ring for ever.
        if (scene.state.timers[name] === due) break;
      }
      at(until);
    },
    over: () => scene.state.ended !== null && scene.state.talk.asked === null,
  };
}

const HELP = `What you type is what the child writes: a number, a label, or anything else; (picture) (voice) (file) (returned).
  +90s +15m +24h           time goes by, and what is due comes
  desk: claimed Sok        desk: closed Sok        desk: released Sok
  counsellor Sok: hello    a counsellor's words
  timer: idle              one timer, whatever the time`;

function inputsOf(line: string): readonly Input[] {
  const input = inputOf(line) ?? inputOf(`child: ${line}`);
  return input === undefined ? [] : [input];
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `+15m`; null when the line is no jump. */
function jumpOf(line: string): number | null {
  const [, count, unit = ''] = /^\+(\d+)([smh])$/.exec(line.trim()) ?? [];
  return count === undefined ? null : Number(count) * (UNITS[unit] ?? 0);
}
