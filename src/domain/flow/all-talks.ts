import type { ConversationState } from '../conversation/state.ts';
import { openAsk, type Row, rowsOf } from './answer.ts';
import type { Bundle, Flow, FlowId } from './bundle.ts';
import { inputOf, type Scene, sceneOf, writeTurn } from './script.ts';

export interface Talk {
  readonly header: readonly string[];
  readonly lines: readonly string[];
}

export interface AllTalks {
  /** Only those that take a choice which none before them took. */
  readonly talks: readonly Talk[];
  readonly taken: number;
  readonly all: number;
  /** `flow/step/choice` of those that no talk came to. */
  readonly missed: readonly string[];
}

/** How the world may be, in turn: most of the time a desk that is there. */
const WORLDS: readonly (readonly string[])[] = [
  ['channel: web', 'desk: open 5-15', 'services: helpline, police, report-hotline'],
  ['channel: telegram', 'desk: closed', 'services: helpline, police', 'windows: morning evening'],
  ['channel: whatsapp', 'desk: open', 'services: helpline, police, social'],
  ['channel: messenger', 'desk: full', 'services:'],
  ['channel: web', 'desk: down', 'services: helpline'],
  ['channel: telegram', 'desk: open 5-15', 'services: helpline, police', 'friction: short'],
  ['channel: whatsapp', 'desk: open 5-15', 'services: helpline', 'friction: long'],
];
const LONGEST = 60;
/** Rounds over every beginning without a new choice, after which none is to come. */
const PATIENCE = 3 * WORLDS.length;

/**
 * Transcripts that together take every choice of every question of a flow, or of the whole bundle: at each question the answer
 * that was given least often there (a rotor walk), from every flow and each reason to be there, in each state of the desk.
 */
export function allTalks(bundle: Bundle, language: string, only: FlowId | null): AllTalks {
  const wanted = choicesIn(only === null ? [...bundle.flows.values()] : flowOf(bundle, only));
  const counts = new Map<string, number>();
  const talks: Talk[] = [];
  const missing = new Set(wanted);
  for (let idle = 0, round = 0; missing.size > 0 && idle < PATIENCE; round += 1) {
    const before = missing.size;
    const world = WORLDS[round % WORLDS.length] ?? [];
    for (const header of beginnings(bundle, only, world)) {
      const left = missing.size;
      const lines = walkTalk(bundle, startOf(bundle, language, header), { counts, missing });
      if (missing.size < left) talks.push({ header, lines });
    }
    idle = missing.size < before ? 0 : idle + 1;
  }
  const taken = wanted.length - missing.size;
  return { talks, taken, all: wanted.length, missed: [...missing] };
}

function flowOf(bundle: Bundle, id: FlowId): readonly Flow[] {
  const flow = bundle.flows.get(id);
  return flow === undefined ? [] : [flow];
}

function choicesIn(flows: readonly Flow[]): readonly string[] {
  return flows.flatMap(({ id, steps }) =>
    [...steps].flatMap(([name, step]) =>
      step.kind === 'ask' ? step.choices.map(({ is }) => `${id}/${name}/${is}`) : [],
    ),
  );
}

/**
 * Every flow, with each concern that it can be entered for. One flow alone, and the one that only a picture leads to, are met
 * by everyone that they have a branch for.
 */
function beginnings(
  bundle: Bundle,
  only: FlowId | null,
  world: readonly string[],
): readonly (readonly string[])[] {
  const flows = only === null ? [...bundle.flows.values()] : flowOf(bundle, only);
  return flows.flatMap((flow) =>
    [
      [],
      ...(flow.variables['concern'] ?? []).map((concern) => [`concern: ${concern}`]),
      ...(only === null && flow.id !== bundle.anytime.media ? [] : befores(bundle, flow)),
    ].map((before) => [`flow: ${flow.id}`, ...world, ...before]),
  );
}

/** What a child did elsewhere, so that one flow alone is met by everyone that it has a branch for. */
function befores(bundle: Bundle, { steps }: Flow): readonly (readonly string[])[] {
  return [...steps.values()].flatMap((step) => {
    if (step.kind !== 'branch') return [];
    if (step.on === 'callback') return [['callback: morning']];
    if (!(step.on in bundle.globals)) return [];
    return Object.keys(step.is).map((value) => [`globals: ${step.on}=${value}`]);
  });
}

function startOf(bundle: Bundle, language: string, header: readonly string[]): Scene {
  const scene = sceneOf(bundle, language, header);
  const concern = header.find((line) => line.startsWith('concern: '))?.slice('concern: '.length);
  if (concern === undefined) return scene;
  const { talk } = scene.state;
  const frames = talk.frames.map((frame) => ({ ...frame, vars: { concern } }));
  return { ...scene, state: { ...scene.state, talk: { ...talk, frames } } };
}

interface Rotor {
  readonly counts: Map<string, number>;
  readonly missing: Set<string>;
}

function walkTalk(bundle: Bundle, scene: Scene, rotor: Rotor): readonly string[] {
  const written: string[] = [];
  let { state } = scene;
  const act = (line: string): void => {
    const input = inputOf(line);
    if (input === undefined) return;
    const turn = writeTurn(bundle, { ...scene, state }, input);
    state = turn.state;
    if (line !== 'child: (opened)') written.push(line);
    written.push(...turn.lines);
  };
  act('child: (opened)');
  for (let length = 0; length < LONGEST; length += 1) {
    const line = nextLine(bundle, state, rotor);
    if (line === null) break;
    act(line);
  }
  return written;
}

/** What happens next in a talk; null when nothing more can. */
function nextLine(bundle: Bundle, state: ConversationState, rotor: Rotor): string | null {
  const open = openAsk(bundle, state);
  if (open !== undefined) return answerOf(state, rowsOf(open, state.talk.asked?.page ?? 0), rotor);
  if (state.ended !== null) return null;
  if (state.owner.kind === 'queue') return 'desk: claimed Sok';
  if (state.owner.kind === 'counsellor') return 'desk: closed Sok';
  // A talk that rests while a time is left goes on with the next word.
  return state.owner.kind === 'bot' ? 'child: hello' : null;
}

/** A row that nobody picked yet; else the next page while it has one; else the row that was picked least often here. */
function answerOf(state: ConversationState, rows: readonly Row[], { counts, missing }: Rotor) {
  const place = placeOf(state);
  const names = rows.map((row) => `${place}/${row.kind === 'more' ? '+' : row.choice.is}`);
  const fresh = names.findIndex((name) => missing.has(name));
  const left = [...missing].some((name) => name.startsWith(`${place}/`));
  const onwards = left ? names.indexOf(`${place}/+`) : -1;
  const times = names.map((name) => counts.get(name) ?? 0);
  const at = [fresh, onwards].find((row) => row >= 0) ?? times.indexOf(Math.min(...times));
  const name = names[at] ?? '';
  counts.set(name, (counts.get(name) ?? 0) + 1);
  missing.delete(name);
  return `child: ${at + 1}`;
}

function placeOf({ talk }: ConversationState): string {
  const frame = talk.frames.at(-1);
  return `${frame?.flow ?? ''}/${frame?.step ?? ''}`;
}
