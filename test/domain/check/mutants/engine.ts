import { WORDS } from '../../../../src/domain/check/key-bundle.ts';
import type { Input } from '../../../../src/domain/conversation/input.ts';
import type { OutMessage } from '../../../../src/domain/conversation/message.ts';
import type { ConversationState } from '../../../../src/domain/conversation/state.ts';
import type { Stepped } from '../../../../src/domain/flow/step.ts';

/** One run of the engine that somebody broke. */
export interface Run {
  readonly state: ConversationState;
  readonly input: Input;
  /** What the whole engine does, with this input or another one. */
  step(input: Input): Stepped;
}

/** What no flow decides, so that only an engine can break it: the rule that finds it, what is broken, and how. */
export const ENGINES: readonly (readonly [string, string, (run: Run) => Stepped])[] = [
  [
    'person-in-one',
    'no ear for the word for a person',
    ({ input, step }) =>
      step(input.kind === 'choice' && input.id === 'person' ? { kind: 'opened' } : input),
  ],
  [
    'unknown-text-is-welcome',
    'silence after a text that it does not know',
    ({ input, step }) =>
      isText(input, WORDS.unknown) ? saying(step(input), () => false) : step(input),
  ],
  [
    'bot-is-silent-beside-a-counsellor',
    'a bot that thanks for what a counsellor reads',
    ({ state, input, step }) => {
      const stepped = step(input);
      if (state.owner.kind !== 'counsellor' || !isText(input, WORDS.unknown)) return stepped;
      const thanks = { kind: 'send', message: THANKS, ref: null } as const;
      return { ...stepped, effects: [...stepped.effects, thanks] };
    },
  ],
  [
    'waiting-is-told',
    'a line without a word about the wait',
    ({ input, step }) => saying(step(input), (key) => !key.startsWith('bot:waiting.')),
  ],
  [
    'coming-and-going-is-told',
    'a person who joins unseen',
    ({ input, step }) =>
      input.kind === 'claimed' ? saying(step(input), () => false) : step(input),
  ],
  [
    'every-choice-is-reached',
    'a list that never turns its page',
    ({ input, step }) => {
      const { state, effects } = step(input);
      const { talk } = state;
      if (talk.asked === null) return { state, effects };
      return { state: { ...state, talk: { ...talk, asked: { ...talk.asked, page: 0 } } }, effects };
    },
  ],
];

function isText(input: Input, word: string): boolean {
  return input.kind === 'text' && input.text === word;
}

/** The same run with only some of the bot's texts. */
function saying({ state, effects }: Stepped, keeps: (key: string) => boolean): Stepped {
  const kept = effects.filter(
    (effect) =>
      effect.kind !== 'send' ||
      effect.message.parts.every((part) => part.kind !== 'text' || keeps(part.text)),
  );
  return { state, effects: kept };
}

const THANKS: OutMessage = {
  language: 'en',
  from: 'bot',
  alias: null,
  parts: [{ kind: 'text', text: 'bot:unknown.first' }],
  choices: [],
  style: 'buttons',
  standing: false,
  silent: false,
  stale: 'drop',
  answers: true,
};
