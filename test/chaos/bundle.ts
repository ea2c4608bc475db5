import { botTexts, bundleFolder } from '../support/bundle-folder.ts';

/** Few enough for one page on every channel. */
const CHOICES = 6;
/** The questions stand in a ring, so that the same answer comes again only after so many times `CHOICES` turns. */
const QUESTIONS = 5;

const numbers = Array.from({ length: CHOICES }, (_, at) => at + 1);
const questions = Array.from({ length: QUESTIONS }, (_, at) => at + 1);
const pairs = questions.flatMap((q) => numbers.map((n) => ({ q, n })));

/**
 * What a child writes in its turn since it came, and what the flow then says. Neither a message that comes again nor one that
 * comes late can be taken for another: the same words are thirty turns apart.
 */
export function turnOf(turn: number): { readonly choice: string; readonly token: string } {
  const choice = (turn % CHOICES) + 1;
  return { choice: String(choice), token: `${(turn % QUESTIONS) + 1}.${choice}` };
}

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
  hello: { say: [hello], next: which1 }
${questions.map(questionOf).join('\n')}
${pairs.map(({ q, n }) => `  got${q}-${n}: { say: [got${q}-${n}], next: which${(q % QUESTIONS) + 1} }`).join('\n')}
  over: { end: [over] }
`;

function questionOf(q: number): string {
  const choices = numbers.map((n) => `      - { is: n${n}, next: got${q}-${n} }`);
  return [
    ...[`  which${q}:`, '    ask: which', '    choices:', ...choices],
    '      - { is: over, next: over }',
  ].join('\n');
}

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
  ...Object.fromEntries(pairs.map(({ q, n }) => [`got${q}-${n}`, `[${q}.${n}]`])),
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

const WAITING = { update: 'update', still: 'still', nobody: 'nobody', meanwhile: 'meanwhile' };
