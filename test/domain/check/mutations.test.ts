import { describe, expect, it, vi } from 'vitest';
import { checkBundle } from '../../../src/domain/check/check-bundle.ts';
import type { Bundle } from '../../../src/domain/flow/bundle.ts';
import { CHANNEL_CAPS } from '../../../src/main/channel-caps.ts';
import { type Changes, changesOf, coreWith, type Whole } from '../../support/mutants.ts';

// The whole walk takes its time on a busy machine; how long is for the command to say.
vi.setConfig({ testTimeout: 900_000 });

const core = await coreWith();
const extortion = await coreWith('sexual-extortion');

const worded: readonly (readonly [string, string, string, string, string, number])[] = [
  ['shown-on-every-channel', 'km', 'bot:standing.line', ' ', 'no way out in sight', 1],
  [
    'exit-at-once',
    'en',
    'quick-exit:bye',
    'Goodbye. Sexual abuse is never right.',
    'a topic at the exit',
    1,
  ],
  [
    'what-we-send-first-is-neutral',
    'en',
    'bot:idle',
    'The abuse line says goodbye.',
    'a topic at the end',
    2,
  ],
  [
    'first-screen-is-plain',
    'en',
    'greet-lang:leave',
    'To leave at any time, write "exit" or 0.',
    'an emergency service, perhaps',
    1,
  ],
  [
    'first-screen-is-plain',
    'km',
    'greet-lang:program',
    'នេះជាសេវាជំនួយសម្រាប់ក្មេងដែលត្រូវគេធ្វើបាប។',
    'a subject, and no program',
    1,
  ],
  ['no-blame', 'en', 'self-harm:near', 'You should have been more careful.', 'blame', 0],
];

/** The rule that finds it, what is broken, and how many turns the shortest talk has that shows it; 0 where a file is enough. */
type Row = readonly [string, string, number, (change: Changes) => Bundle];

const shaped: readonly Row[] = [
  [
    'distress-asks-first',
    'a distress question without a no',
    1,
    ({ without }) => without('distress-check', 'danger', 'no'),
  ],
  [
    'distress-asks-first',
    'a distress question without a person',
    1,
    ({ without }) => without('distress-check', 'self-harm', 'person'),
  ],
  [
    'danger-answer-is-heard',
    'danger that leads nowhere',
    5,
    ({ leading }) => leading('safety-now', 'danger', 'yes', 'limits'),
  ],
  [
    'self-harm-answer-is-heard',
    'a yes to dying without support',
    9,
    ({ leading }) => leading('self-harm', 'thoughts', 'yes', 'calm'),
  ],
  [
    'limits-before-harm',
    'no limits of privacy',
    6,
    ({ onward }) => onward('safety-now', 'if-worse', 'who'),
  ],
  [
    'adults-hear-no-child-script',
    'an adult led into a child’s flow',
    7,
    ({ leading }) => leading('who', 'role', 'caregiver', 'what'),
  ],
  [
    'help-in-one',
    'help without numbers',
    1,
    ({ stepped }) =>
      stepped('distress-check', 'police', () => ({
        kind: 'say',
        say: ['distress-check:heard'],
        next: 'now',
      })),
  ],
  [
    'erase-at-once',
    'an erase that does not tell how to clear the app',
    1,
    ({ stepped }) =>
      stepped('delete-my-data', 'care', () => ({ kind: 'set', set: {}, next: 'bye' })),
  ],
  [
    'exit-at-once',
    'an exit that asks',
    1,
    ({ stepped }) =>
      stepped('quick-exit', 'bye', () => ({
        kind: 'ask',
        ask: 'who:role.ask',
        save: null,
        choices: [],
      })),
  ],
  [
    'media-are-not-opened',
    'media without a person',
    1,
    ({ without }) => without('media-received', 'what-now', 'person'),
  ],
  [
    'page-that-returns-shows-nothing',
    'a page that shows more',
    2,
    ({ stepped }) =>
      stepped('safety-now', 'entry', () => ({
        kind: 'say',
        say: ['self-harm:near'],
        next: 'moment',
      })),
  ],
  [
    'closed-desk-says-so',
    'a closed desk without numbers',
    1,
    ({ stepped }) =>
      stepped('out-of-hours', 'helpline', () => ({ kind: 'set', set: {}, next: 'police' })),
  ],
  [
    'pause-never-meets-danger',
    'a pause that stands before everybody',
    1,
    ({ stepped }) =>
      stepped('handoff', 'desk', (step) =>
        step.kind === 'branch' ? { ...step, is: { open: 'paused-short' } } : step,
      ),
  ],
  [
    'pause-never-meets-danger',
    'a pause without a way to say that there is danger',
    1,
    ({ without }) => without('handoff', 'instead', 'danger'),
  ],
  [
    'distress-is-asked-once',
    'thoughts of dying that are written of twice, and no support',
    2,
    ({ leading }) => leading('distress-check', 'self-harm', 'yes', 'person'),
  ],
  [
    'distress-is-asked-once',
    'a threat that is written of twice, and no person',
    2,
    ({ without }) => without('distress-check', 'extortion', 'person'),
  ],
  [
    'no-is-accepted',
    'a no that leads on',
    2,
    ({ leading }) => leading('distress-check', 'danger', 'no', 'danger-now'),
  ],
  [
    'every-step-is-reached',
    'a step that nothing leads to',
    0,
    ({ onward }) => onward('self-harm', 'near', 'what-now'),
  ],
  [
    'no-loop',
    'a circle without a question',
    2,
    ({ onward }) => onward('self-harm', 'helpline', 'near'),
  ],
  [
    'every-end-is-kind',
    'an end without a word',
    8,
    ({ stepped }) => stepped('who', 'bye', () => ({ kind: 'end', say: [] })),
  ],
  [
    'danger-before-triage',
    'triage before the question about danger',
    6,
    ({ leading }) => leading('safety-now', 'phone', 'own', 'limits'),
  ],
  [
    'first-screen-is-plain',
    'a first screen without the choice of a language',
    1,
    ({ onward }) => onward('greet-lang', 'hello', 'safety'),
  ],
];

const aboutExtortion: readonly Row[] = [
  [
    'no-family-when-family-harms',
    'an adult named where the family harms',
    6,
    ({ saying }) => saying('sexual-extortion', 'at-home', ['at-home', 'safe-adult']),
  ],
  [
    'extortion-order',
    'block before keep',
    0,
    ({ saying }) => saying('sexual-extortion', 'no-reply', ['no-reply']),
  ],
];

/** How many turns the shortest talk has by which a rule shows what it finds; 0 without one, null where it finds nothing. */
function shownBy(rule: string, { bundle, keyedTexts }: Whole): number | null {
  const { findings } = checkBundle({ bundle, texts: keyedTexts, channels: CHANNEL_CAPS });
  const found = findings.filter((finding) => finding.rule === rule);
  const turns = found.map(({ talk }) => talk.filter((line) => TURN.test(line)).length);
  const shown = turns.filter((count) => count > 0);
  if (found.length === 0) return null;
  return shown.length === 0 ? 0 : Math.min(...shown);
}

const TURN = /^ {2}(child|counsellor|desk|timer): /;

describe('a bundle that somebody broke', () => {
  it.each([
    ['the core', core],
    ['the core with extortion', extortion],
  ])('is whole before: %s', (_name, { bundle, keyedTexts }) => {
    expect(checkBundle({ bundle, texts: keyedTexts, channels: CHANNEL_CAPS }).findings).toEqual([]);
  });

  it.each(worded)('%s finds %s %s: %s (%s)', (rule, language, key, words, _what, turns) => {
    const keyedTexts = changesOf(core).text(language, key, words);

    expect(shownBy(rule, { ...core, keyedTexts })).toBe(turns);
  });

  it.each([
    ...shaped.map((row) => [...row, core] as const),
    ...aboutExtortion.map((row) => [...row, extortion] as const),
  ])('%s finds %s', (rule, _what, turns, broken, whole) => {
    expect(shownBy(rule, { ...whole, bundle: broken(changesOf(whole)) })).toBe(turns);
  });
});
