import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFolder } from '../support/bundle-folder.ts';

/** Like a long page of the real flows, and never more than a page on any channel. */
const CHOICES = 6;
const ROOT = join(import.meta.dirname, '..', '..');

const BUNDLE = `languages: [km, en]
flows: [home, back]
start: home
home: home
anytime: { person: back, help: back, distress: back, media: back, exit: back, erase: back, safety: home }
globals:
  device: [own, shared]
`;

const numbers = Array.from({ length: CHOICES }, (_, at) => at + 1);

const choices = (next: string) =>
  numbers.map((n) => `      - { is: n${n}, next: ${next} }`).join('\n');

const HOME = `id: home
purpose: Two questions without end, with texts as long as real ones.
implements: [R1]
variables: { language: [km, en], what: [${numbers.map((n) => `n${n}`).join(', ')}] }
start: language
steps:
  language:
    ask: language
    save: language
    choices:
      - { is: km, next: what }
      - { is: en, next: what }
  what:
    ask: what
    save: what
    choices:
${choices('believed')}
  believed: { say: [believed, stop], next: also }
  also:
    ask: also
    choices:
${choices('what')}
      - { is: none, next: over }
  over: { end: [believed] }
`;

interface Texts {
  readonly language: string;
  readonly what: string;
  readonly choice: string;
  readonly believed: string;
  readonly stop: string;
  readonly also: string;
  readonly over: string;
}

const EN: Texts = {
  language: 'Which language would you like?',
  what: 'Which of these is closest? One answer is enough, and nothing needs to be explained.',
  choice: 'Something of this kind',
  believed: 'Thank you for telling us. We believe you, and it is not your fault.',
  stop: 'You can stop answering at any time. Any question can be skipped, and no name is needed.',
  also: 'Is something else going on too?',
  over: 'No, that is all',
};

const KM: Texts = {
  language: 'សូមជ្រើសរើសភាសា។',
  what: 'មួយណាជិតនឹងរឿងរបស់ប្អូន? ជ្រើសមួយក៏គ្រប់ ហើយមិនចាំបាច់ពន្យល់ទេ។',
  choice: 'រឿងមួយប្រភេទនេះ',
  believed: 'អរគុណដែលបានប្រាប់។ យើងជឿប្អូន ហើយនេះមិនមែនជាកំហុសរបស់ប្អូនទេ។',
  stop: 'ឈប់ឆ្លើយពេលណាក៏បាន។ សំណួរណាក៏អាចរំលងបានដែរ ហើយមិនចាំបាច់ប្រាប់ឈ្មោះទេ។',
  also: 'មានរឿងផ្សេងទៀតដែរទេ?',
  over: 'អត់ទេ អស់ហើយ',
};

function homeOf({ language, what, choice, believed, stop, also, over }: Texts): object {
  const titles = Object.fromEntries(numbers.map((n) => [`n${n}`, `${choice} ${n}`]));
  return {
    language: { ask: language, km: 'ភាសាខ្មែរ', en: 'English' },
    what: { ask: what, ...titles },
    believed,
    stop,
    also: { ask: also, ...titles, none: over },
  };
}

/**
 * The bundle of the benchmark, in a temporary folder: the bot's own texts and the lexicon as they are shipped, and one flow
 * that walks in a ring, so that figures of different months compare although the real flows went on.
 */
export async function benchBundle(): Promise<string> {
  const bot = (language: string) =>
    readFile(join(ROOT, 'locales', language, 'bot.json'), { encoding: 'utf8' });
  return bundleFolder({
    'flows/bundle.yaml': BUNDLE,
    'flows/home.yaml': HOME,
    'locales/km/flows/home.json': homeOf(KM),
    'locales/en/flows/home.json': homeOf(EN),
    'locales/km/bot.json': await bot('km'),
    'locales/en/bot.json': await bot('en'),
  });
}
