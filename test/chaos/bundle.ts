import { botTexts, bundleFolder } from '../support/bundle-folder.ts';

/** How many choices the flow counts with: more than a child ever has on the way, and few enough for one page on every channel. */
export const CHOICES = 6;

const numbers = Array.from({ length: CHOICES }, (_, at) => at + 1);

const BUNDLE = `languages: [km, en]
flows: [count, person, back, bye]
start: count
home: count
anytime: { person: person, help: back, distress: back, media: back, exit: bye, erase: bye, safety: count }
globals:
  device: [own, shared]
`;

const COUNT = `id: count
purpose: Answers each choice with its own number, so that a run can tell what was lost or doubled.
implements: [R1]
start: hello
steps:
  hello: { say: [hello], next: which }
  which:
    ask: which
    choices:
${numbers.map((n) => `      - { is: n${n}, next: got${n} }`).join('\n')}
      - { is: over, next: over }
${numbers.map((n) => `  got${n}: { say: [got${n}], next: which }`).join('\n')}
  over: { end: [over] }
`;

const PERSON = `id: person
purpose: To the queue.
implements: [R1]
start: join
steps:
  join: { handover: { bands: [], otherwise: other, brief: [device] }, closed: nobody, full: nobody, down: nobody }
  nobody: { say: [nobody], next: back }
  back: { return: true }
`;

const BYE = `id: bye
purpose: Ends.
implements: [R1]
start: bye
steps:
  bye: { end: [bye] }
`;

const count = {
  hello: '[0]',
  which: {
    ask: 'Which?',
    ...Object.fromEntries(numbers.map((n) => [`n${n}`, `Number ${n}`])),
    over: 'Over',
  },
  ...Object.fromEntries(numbers.map((n) => [`got${n}`, `[${n}]`])),
  over: '[over]',
};

/** A bundle that counts, in a temporary folder: the flows are not under test here, what carries them is. */
export function countingBundle(): Promise<string> {
  const texts = (language: string) => ({
    [`locales/${language}/flows/count.json`]: count,
    [`locales/${language}/flows/person.json`]: { nobody: '[nobody]' },
    [`locales/${language}/flows/bye.json`]: { bye: '[bye]' },
    [`locales/${language}/bot.json`]: {
      ...botTexts(language),
      waiting: { ...WAITING, range: '[waits]', unknown: '[waits]' },
      closed: '[closed]',
    },
  });
  return bundleFolder({
    ...{ 'flows/home.yaml': null, 'locales/km/flows/home.json': null },
    'locales/en/flows/home.json': null,
    ...{ 'flows/bundle.yaml': BUNDLE, 'flows/count.yaml': COUNT },
    ...{ 'flows/person.yaml': PERSON, 'flows/bye.yaml': BYE },
    ...texts('km'),
    ...texts('en'),
  });
}

const WAITING = { update: 'update', still: 'still' };
