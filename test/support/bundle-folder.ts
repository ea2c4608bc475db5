import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BOT_TEXTS } from '../../src/domain/flow/check-texts.ts';

/** Files of a bundle by name; an object becomes JSON. */
export type Files = Readonly<Record<string, string | object | null>>;

/**
 * Writes a small bundle that loads without a problem into a temporary folder, with some files in other words
 * (null leaves one out).
 */
export async function bundleFolder(changed: Files = {}): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tvear-bundle-'));
  await cp('flows/lexicon', join(dir, 'flows/lexicon'), { recursive: true });
  for (const [file, content] of Object.entries({ ...WHOLE, ...changed })) {
    if (content === null) continue;
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(
      join(dir, file),
      typeof content === 'string' ? content : JSON.stringify(content, null, 2),
    );
  }
  return dir;
}

/** The bot's own texts, nested as in the file; each says its own key. */
export function botTexts(language: string): object {
  const keys = [...BOT_TEXTS, 'choices.yes', 'choices.no', 'choices.skip'];
  const names = [...new Set(keys.map((key) => key.split('.')[0] ?? ''))];
  return Object.fromEntries(
    names.map((name) => {
      const inner = keys
        .filter((key) => key.startsWith(`${name}.`))
        .map((key) => key.slice(name.length + 1));
      const words = (key: string) => `${key} ${language}`;
      return [
        name,
        inner.length === 0
          ? words(name)
          : Object.fromEntries(inner.map((key) => [key, words(key)])),
      ];
    }),
  );
}

export const BUNDLE_YAML = `languages: [km, en]
flows: [home, back]
start: home
home: home
anytime: { person: back, help: back, distress: back, media: back, exit: back, erase: back, safety: home }
globals:
  device: [own, shared]
`;

export const HOME_YAML = `id: home
purpose: The one flow of this bundle that asks.
implements: [R1]
variables: { sure: [yes, no, skipped] }
start: hello
steps:
  hello: { say: [hello], next: sure }
  sure:
    ask: sure
    save: sure
    choices:
      - { is: yes, next: bye }
      - { is: no, next: bye }
    skip: bye
  bye: { end: [bye] }
`;

const TEXTS = {
  hello: 'Hello, {{alias}}.',
  sure: { ask: 'Sure?', yes: 'Quite sure' },
  bye: 'Bye.',
};

const WHOLE: Files = {
  'flows/bundle.yaml': BUNDLE_YAML,
  'flows/home.yaml': HOME_YAML,
  'flows/back.yaml':
    'id: back\npurpose: Goes back.\nstart: back\nsteps:\n  back: { return: true }\n',
  'flows/hours.yaml': 'zone: Asia/Phnom_Penh\nalways: true\n',
  'flows/services.yaml': 'services: []\n',
  'locales/km/flows/home.json': {
    hello: 'សួស្តី {{alias}}',
    sure: { ask: 'មែនទេ?', yes: 'មែន' },
    bye: 'លាហើយ',
  },
  'locales/en/flows/home.json': TEXTS,
  'locales/km/flows/back.json': {},
  'locales/en/flows/back.json': {},
  'locales/km/bot.json': botTexts('km'),
  'locales/en/bot.json': botTexts('en'),
};
