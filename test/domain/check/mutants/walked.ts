import type { Bundle, Step } from '../../../../src/domain/flow/bundle.ts';
import type { Changes } from '../../../support/mutants.ts';

/** The rule that finds it, the language, the text, its broken words, what that is, and how many turns show it. */
export const WORDED: readonly (readonly [string, string, string, string, string, number])[] = [
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
export type Row = readonly [string, string, number, (change: Changes) => Bundle];

/** Breaks the core flows. */
export const SHAPED: readonly Row[] = [
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
    'handover-by-consent',
    'a line that is joined without being asked',
    1,
    ({ onward }) => onward('handoff', 'name', 'join'),
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

/** Breaks the core flows with extortion and the cards beside them. */
export const BESIDE_CORE: readonly Row[] = [
  [
    'no-family-when-family-harms',
    'an adult named where the family harms',
    6,
    ({ saying }) => saying('sexual-extortion', 'at-home', ['at-home', 'safe-adult']),
  ],
  [
    'no-family-when-family-harms',
    'an adult named on a card where the family harms',
    10,
    ({ stepped }) => stepped('information', 'friend', (step) => ({ ...step, is: {} }) as Step),
  ],
  [
    'extortion-order',
    'block before keep',
    0,
    ({ saying }) => saying('sexual-extortion', 'no-reply', ['no-reply']),
  ],
  [
    'block-after-a-person',
    'a block where the family harms',
    6,
    ({ saying }) => saying('sexual-extortion', 'at-home', ['before-block', 'block']),
  ],
  [
    'block-after-a-person',
    'a block without a person before it, of somebody known',
    6,
    ({ saying }) => saying('sexual-extortion', 'elsewhere', ['block', 'before-block']),
  ],
];
