import type { Owner } from '../conversation/owner.ts';
import { allDistress, matchWhole, wholeMeaning } from '../text/lexicon.ts';
import type { Concern, Language, Lexicon } from './bundle.ts';

/** What a written message may mean from anywhere, before any flow sees it. */
export type Signal =
  | { readonly kind: 'exit' }
  | { readonly kind: 'erase' }
  | { readonly kind: 'help' }
  | { readonly kind: 'person' }
  | { readonly kind: 'language'; readonly language: Language }
  | {
      readonly kind: 'distress';
      /** The one to ask about. */
      readonly concern: Concern;
      /** What else the same words may speak of; nobody asks about it, and it is not lost. */
      readonly beside?: readonly Concern[];
    };

export type Does =
  /** At once, without a question. */
  | 'ends'
  /** Its flow, then back to where the child was. */
  | 'interrupts'
  /** The child sees the numbers; the bot says no more. */
  | 'shows-numbers'
  /** The child waits already, and hears how long it may take. */
  | 'tells-wait'
  /** Only the desk learns of it. */
  | 'alarms'
  | 'switches'
  /** The counsellor reads it like any line. */
  | 'is-a-line';

/**
 * What the any-time layer does, by what came and by who owns the conversation. The tests read this very table.
 * While a counsellor is there the bot is silent (R29) but for the ways out and the numbers.
 */
export const ANYTIME: Readonly<
  Record<Signal['kind'], Readonly<Record<Exclude<Owner['kind'], 'nobody'>, readonly Does[]>>>
> = {
  exit: { bot: ['ends'], queue: ['ends'], counsellor: ['ends'] },
  erase: { bot: ['ends'], queue: ['ends'], counsellor: ['ends'] },
  help: {
    bot: ['interrupts'],
    queue: ['interrupts', 'alarms'],
    counsellor: ['shows-numbers', 'alarms', 'is-a-line'],
  },
  person: { bot: ['interrupts'], queue: ['tells-wait'], counsellor: ['is-a-line'] },
  language: { bot: ['switches'], queue: ['switches'], counsellor: ['is-a-line'] },
  distress: {
    bot: ['interrupts'],
    queue: ['interrupts', 'alarms'],
    counsellor: ['alarms', 'is-a-line'],
  },
};

/** Buttons that stand on every screen of some channels (menus, the page's own bar). */
const STANDING: ReadonlyMap<string, Signal> = new Map([
  ['exit', { kind: 'exit' }],
  ['erase', { kind: 'erase' }],
  ['help', { kind: 'help' }],
  ['person', { kind: 'person' }],
]);

export function standingSignal(choice: string): Signal | undefined {
  return STANDING.get(choice);
}

const WHOLE = ['exit', 'erase', 'help', 'person'] as const;

/**
 * Reads a whole message. Exit, erase, help and person match only as the whole message: "he told me to stop" is
 * not an exit. Distress is looked for anywhere in it.
 *
 * @param written - Already normalised.
 */
export function signalOf(lexicon: Lexicon, written: string): Signal | undefined {
  for (const kind of WHOLE) if (matchWhole(lexicon[kind], written)) return { kind };
  const language = wholeMeaning(lexicon.language, written);
  if (language !== undefined) return { kind: 'language', language };
  const [concern, ...beside] = allDistress(lexicon, written);
  if (concern === undefined) return undefined;
  return { kind: 'distress', concern, ...(beside.length === 0 ? {} : { beside }) };
}
