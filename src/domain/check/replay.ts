import type { ConversationState } from '../conversation/state.ts';
import { openAsk } from '../flow/answer.ts';
import { signalOf } from '../flow/anytime.ts';
import { type Bundle, CHANNELS, type ChannelId, type Concern } from '../flow/bundle.ts';
import { printEffect } from '../flow/script.ts';
import { newConversation, step } from '../flow/step.ts';
import { UNWATCHED } from '../flow/watch.ts';
import { normalise } from '../text/normalise.ts';
import { type Act, inputOf, readyFor, type Said } from './acts.ts';
import { WORDS } from './key-bundle.ts';
import { trackedFacts } from './tracked-facts.ts';
import type { Turn } from './turn.ts';

const UNKNOWN: Act = { kind: 'word', word: 'unknown' };
/** A Monday noon in Phnom Penh, so that a talk reads the same on any day. */
const NOON = Date.UTC(2026, 0, 5, 5);

export interface Replayed {
  readonly lines: readonly string[];
  /** Every turn did what the walk says. Where variables were left open, a talk can be one that never is. */
  readonly faithful: boolean;
}

/** Plays turns again with the real words, in one language and channel, and writes down what is said. */
export function replay(bundle: Bundle, turns: readonly Turn[]): Replayed {
  const [first = 'en'] = bundle.languages;
  const language = bundle.languages.includes('en') ? 'en' : first;
  const channel = channelOf(turns);
  const said = realWords(bundle, language);
  const written: string[] = [`(${channel}, ${language})`];
  let state = newConversation(bundle, channel, 'shown1', NOON);
  let facts = '';
  let faithful = true;
  let passed: string[] = [];
  const watch = {
    ...UNWATCHED,
    passed: (flow: string, id: string) => void passed.push(`${flow}/${id}`),
  };
  const play = (act: Act, turn: Turn): void => {
    if (act.kind === 'released' && state.owner.kind === 'queue') play({ kind: 'claimed' }, turn);
    const chosen = new Map([...turn.chosen, ['channel', channel] as const]);
    const shown = told(turn);
    if (shown !== '' && shown !== facts) written.push(`  # ${shown}`);
    facts = shown;
    const scene = { chosen, late: 'late' in act, now: NOON };
    const tracked = trackedFacts(scene, () => undefined);
    written.push(`  ${actLine(bundle, state, act, said)}`);
    const input = inputOf(bundle, state, act, said);
    const stepped = step(
      bundle,
      readyFor(state, act, (claimed) => claimed),
      input,
      tracked,
      watch,
    );
    state = stepped.state;
    for (const effect of stepped.effects) {
      for (const line of printEffect(effect, { state, facts: tracked })) written.push(`  ${line}`);
    }
  };
  for (const { act, ...rest } of turns) {
    const turn = { act: inLanguage(bundle, state, act, language), ...rest };
    for (let count = Number(turn.chosen.get('unknown') ?? 0); count > 0; count -= 1) {
      play(UNKNOWN, turn);
    }
    passed = [];
    play(turn.act, turn);
    faithful &&= passed.join() === turn.passed.map(({ flow, id }) => `${flow}/${id}`).join();
  }
  return { lines: written, faithful };
}

/** The walk takes any language for all; a reader of findings is shown the one that was chosen above. */
function inLanguage(bundle: Bundle, state: ConversationState, act: Act, language: string): Act {
  const ask = openAsk(bundle, state);
  if (act.kind !== 'choice' || ask?.save !== 'language') return act;
  return { kind: 'choice', row: ask.choices.findIndex(({ is }) => is === language) };
}

/** A page alone comes back by itself; else the first channel that a turn depends on. */
function channelOf(turns: readonly Turn[]): ChannelId {
  if (turns.some(({ act }) => act.kind === 'returned')) return 'web';
  const chosen = turns.map((turn) => turn.chosen.get('channel')).find((one) => one !== undefined);
  return CHANNELS.find((id) => id === chosen) ?? 'web';
}

function told({ chosen }: Turn): string {
  const worth = [...chosen].filter(
    ([name]) => ['desk', 'wait'].includes(name) || name.startsWith('services:'),
  );
  return worth.map(([name, value]) => `${name}: ${value}`).join(', ');
}

function actLine(bundle: Bundle, state: ConversationState, act: Act, said: Said): string {
  switch (act.kind) {
    case 'choice':
      return `child: ${act.row + 1}`;
    case 'word':
      return `child: ${said.word(act.word)}${'late' in act ? ' (late)' : ''}`;
    case 'distress':
      return `child: ${said.concern(act.concern)}${'late' in act ? ' (late)' : ''}`;
    case 'opened':
    case 'returned':
      return `child: (${act.kind})`;
    case 'old-button':
      return 'child: (an old button)';
    case 'medium':
      return 'child: (picture)';
    case 'timer':
      return `timer: ${act.name}`;
    case 'counsellor-says':
      return 'counsellor Sok: ...';
    default:
      return `desk: ${act.kind} Sok${bundle.id === state.bundle ? '' : ' (another bundle)'}`;
  }
}

/** A real word for each signal: the first of the lexicon that means it. */
function realWords(bundle: Bundle, language: string): Said {
  const { lexicon } = bundle;
  const sets: Readonly<Record<keyof typeof WORDS, Iterable<string>>> = {
    exit: lexicon.exit,
    erase: lexicon.erase,
    help: lexicon.help,
    person: lexicon.person,
    language: [...lexicon.language].filter(([, to]) => to === language).map(([word]) => word),
    unknown: ['...'],
  };
  return {
    word: (word) => [...sets[word]][0] ?? WORDS[word],
    concern: (concern) => phraseOf(bundle, concern),
  };
}

/** Phrases to look for in the bundle's own lexicon; the first that it hears as this concern is shown. */
const PHRASES: Readonly<Record<Concern, readonly string[]>> = {
  'self-harm': ['i want to die', 'ខ្ញុំចង់ស្លាប់'],
  danger: ['someone is following me home', 'គេដេញតាមខ្ញុំ'],
  extortion: ['someone threatens to share my picture', 'គេគំរាមបង្ហោះរូបខ្ញុំ', 'blackmail'],
  abuse: ['someone touched me', 'គេប៉ះខ្ញុំ'],
  person: ['i want to talk to a real person please', 'ខ្ញុំចង់និយាយជាមួយមនុស្សពិត'],
  other: ['i feel so sad and alone', 'ខ្ញុំពិបាកចិត្ត'],
};

function phraseOf({ lexicon }: Bundle, concern: Concern): string {
  const means = (phrase: string): boolean => {
    const meant = signalOf(lexicon, normalise(phrase));
    return meant?.kind === 'distress' && meant.concern === concern;
  };
  return PHRASES[concern].find(means) ?? `(a phrase of ${concern})`;
}
