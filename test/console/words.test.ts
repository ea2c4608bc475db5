import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';
import { splitToken } from '../../src/console/state/invitation-token.ts';
import { checkAccount } from '../../src/console/state/new-account.ts';
import { scriptOf } from '../../src/console/state/script-of.ts';
import { waited } from '../../src/console/state/waited.ts';
import { CASE_ITEMS, HOLD_REASONS } from '../../src/domain/conversation/escalation.ts';
import { FRICTION_REASONS } from '../../src/domain/conversation/friction.ts';
import { BANDS, CHANNELS, type Concern } from '../../src/domain/flow/bundle.ts';
import { CALLBACK_WINDOWS } from '../../src/domain/queue/callback-window.ts';
import { AGE_BANDS, CATEGORIES, CONTACT_KINDS, GENDERS } from '../../src/domain/record/record.ts';
import { ROLES } from '../../src/domain/staff/roles.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}
const Tree: z.ZodType<Tree> = z.record(
  z.string(),
  z.union([z.string().min(1), z.lazy(() => Tree)]),
);

function wordsOf(language: string): ReadonlyMap<string, string> {
  return readWords(`../../locales/${language}/console.json`);
}

function readWords(file: string): ReadonlyMap<string, string> {
  const path = new URL(file, import.meta.url);
  return new Map(flat(Tree.parse(JSON.parse(readFileSync(path, 'utf8'))), ''));
}

function flat(tree: Tree, before: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );
}
const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe("the console's words", () => {
  const km = wordsOf('km');
  const en = wordsOf('en');

  it('exist in both languages', () => {
    expect([...km.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('have the same placeholders in both languages', () => {
    const differing = [...en].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(km.get(key) ?? '').join(),
    );

    expect(differing).toEqual([]);
  });

  it('word every code that the server can send', () => {
    const keys = [
      ...BANDS.map((code) => `band.${code}`),
      ...CHANNELS.map((code) => `channel.${code}`),
      ...CATEGORIES.map((code) => `values.category.${code}`),
      ...CONTACT_KINDS.map((code) => `wrap-up.contacts.${code}`),
      ...AGE_BANDS.map((code) => `wrap-up.ages.${code}`),
      ...GENDERS.map((code) => `wrap-up.genders.${code}`),
      ...ROLES.map((code) => `header.role.${code}`),
    ];

    expect(keys.filter((key) => !en.has(key))).toEqual([]);
  });
});

describe('the words of a brief', () => {
  /** What the engine itself puts there, beside the answers of the flows. */
  const CONCERNS = {
    ...{ danger: true, 'self-harm': true, extortion: true, abuse: true, person: true, other: true },
  } as const satisfies Record<Concern, true>;
  const OF_ENGINE = {
    callback: CALLBACK_WINDOWS,
    concern: Object.keys(CONCERNS),
    late: ['yes'],
  };

  it.each(['km', 'en'])(
    'stand in %s for every name and value that a talk can make',
    async (language) => {
      const loaded = await loadBundle('.');
      if (!loaded.ok) throw new Error('the bundle does not load');
      const { flows, globals } = loaded.value.bundle;
      const names = [...flows.values()].flatMap(({ steps }) =>
        [...steps.values()].flatMap((step) => (step.kind === 'handover' ? step.brief : [])),
      );
      // Some are of one flow alone.
      const variables = [globals, ...[...flows.values()].map((flow) => flow.variables)];
      const asked = Object.fromEntries(
        names.map((name) => [name, [...new Set(variables.flatMap((of) => of[name] ?? []))]]),
      );
      const words = wordsOf(language);
      const worded = (name: string, value: string) =>
        [name, 'common', ...(name === 'also' ? ['category'] : [])].some((of) =>
          words.has(`values.${of}.${value}`),
        );
      const missing = Object.entries({ ...asked, ...OF_ENGINE }).flatMap(([name, values]) => [
        ...(words.has(`brief.${name}`) ? [] : [name]),
        ...values.filter((value) => !worded(name, value)).map((value) => `${name}: ${value}`),
      ]);

      expect(names.length).toBeGreaterThan(5);
      expect(Object.values(asked).every((values) => values.length > 0)).toBe(true);
      expect(missing).toEqual([]);
    },
  );
});

describe('the words that come late', () => {
  const folder = (language: string) => `../../src/console/locales/${language}/`;
  const files = readdirSync(new URL(folder('en'), import.meta.url));

  it.each(files)('%s has the same keys and placeholders in both languages', (file) => {
    const km = readWords(folder('km') + file);
    const en = readWords(folder('en') + file);
    const shape = (words: ReadonlyMap<string, string>) =>
      [...words].map(([key, text]) => `${key} ${placeholders(text).join()}`).sort();

    expect(shape(km)).toEqual(shape(en));
  });

  it('word every code of danger to life', () => {
    const keys = [
      ...CASE_ITEMS.map((code) => `items.${code}`),
      ...HOLD_REASONS.map((code) => `reasons.${code}`),
    ];
    const words = readWords(`${folder('en')}danger.json`);

    expect(keys.filter((key) => !words.has(key))).toEqual([]);
  });
});

describe('the words of a pause for a flooding address', () => {
  it('word every code that the server can send', () => {
    const words = readWords('../../src/console/locales/en/friction.json');
    const keys = FRICTION_REASONS.map((code) => `reasons.${code}`);

    expect(keys.filter((key) => !words.has(key))).toEqual([]);
  });
});

describe('waited', () => {
  it.each([
    [-5000, '0:00'],
    [7_400, '0:07'],
    [760_000, '12:40'],
    [3_900_000, '1:05:00'],
  ])('words %i ms as %s', (ms, words) => {
    expect(waited(ms)).toBe(words);
  });
});

describe('scriptOf', () => {
  it('knows Khmer among Latin letters and digits', () => {
    expect([scriptOf('ok ខ្ញុំ 1'), scriptOf('ok 1280'), scriptOf('១២៨០')]).toEqual([
      'km',
      'en',
      'km',
    ]);
  });
});

describe('splitToken', () => {
  it('finds the token of an invitation, and nothing elsewhere', () => {
    expect([
      splitToken('#token=abc'),
      splitToken('#token='),
      splitToken(''),
      splitToken('#x=1'),
    ]).toEqual(['abc', null, null, null]);
  });
});

describe('checkAccount', () => {
  const good = { name: 'sokha', alias: 'សុខា', password: 'twelve chars', repeat: 'twelve chars' };

  it('lets a good account through', () => {
    expect(checkAccount(good)).toEqual({});
  });

  it('names each field that the server would refuse', () => {
    const bad = { name: 'S K', alias: 'x', password: 'short', repeat: 'other' };

    expect(Object.keys(checkAccount(bad))).toEqual(['name', 'alias', 'password', 'repeat']);
  });
});
