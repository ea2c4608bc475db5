import { readFile, rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import { textHash } from '../../../src/adapters/bundle-files/load-reviews.ts';
import { readTextBook } from '../../../src/adapters/bundle-files/text-book.ts';
import { CANNED_GROUPS } from '../../../src/domain/counsel/canned.ts';
import { GUIDANCE_PARTS } from '../../../src/domain/counsel/guidance.ts';
import { CATEGORIES } from '../../../src/domain/record/record.ts';
import { bundleFolder, type Files } from '../../support/bundle-folder.ts';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((dir) => rm(dir, { recursive: true })));
});

async function load(changed: Files) {
  const dir = await bundleFolder(changed);
  folders.push(dir);
  return loadBundle(dir);
}

async function told(changed: Files): Promise<readonly string[]> {
  const loaded = await load(changed);
  return loaded.ok ? [] : loaded.error.map(({ file, line, what }) => `${file}:${line} ${what}`);
}

/** The shipped file as text, with some words of it changed. */
async function shipped(file: string, from = '', to = ''): Promise<string> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from)) throw new Error(`not in ${file}: ${from}`);
  return text.replace(from, to);
}

const files = async (name: 'canned' | 'guidance', km?: string): Promise<Files> => ({
  [`locales/km/${name}.json`]: km ?? (await shipped(`locales/km/${name}.json`)),
  [`locales/en/${name}.json`]: await shipped(`locales/en/${name}.json`),
});

describe('the texts for counsellors', () => {
  it('are there in both languages with every group, category and part', async () => {
    const loaded = await loadBundle('.');
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    const { canned, guidance } = loaded.value.bundle;

    const codes = (language: string) => canned.get(language)?.map(({ code }) => code);
    expect([...canned.keys()]).toEqual(['km', 'en']);
    expect(codes('km')).toEqual(codes('en'));
    for (const language of ['km', 'en']) {
      const replies = canned.get(language) ?? [];
      expect([...new Set(replies.map(({ group }) => group))]).toEqual([...CANNED_GROUPS]);
      const book = guidance.get(language);
      expect([...(book?.keys() ?? [])]).toEqual([...CATEGORIES]);
      for (const lines of book?.values() ?? []) {
        for (const part of GUIDANCE_PARTS) {
          expect(lines[part].length).toBeGreaterThanOrEqual(2);
          expect(lines[part].length).toBeLessThanOrEqual(4);
        }
      }
    }
  });

  it('say whether a native reader signed them as they stand', async () => {
    const text = JSON.parse(await shipped('locales/km/canned.json')).greeting.hello as string;
    const review = (words: string) => ({
      'locales/km/reviews.json': {
        'canned:greeting.hello': { hash: textHash(words), reviewer: 'Sok', date: '2026-11-01' },
      },
    });
    const hello = async (words: string) => {
      const loaded = await load({ ...(await files('canned')), ...review(words) });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
      return loaded.value.bundle.canned.get('km')?.map(({ code, signed }) => [code, signed]);
    };

    expect((await hello(text))?.slice(0, 2)).toEqual([
      ['hello', true],
      ['seen', false],
    ]);
    expect((await hello(`${text} `))?.[0]).toEqual(['hello', false]);
  });

  it('may be left out of a folder as a whole', async () => {
    const loaded = await load({});
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));

    expect(loaded.value.bundle.canned.size).toBe(0);
    expect(loaded.value.bundle.guidance.size).toBe(0);
  });

  it('may not be left out of one language', async () => {
    const both = await files('canned');

    expect(await told({ ...both, 'locales/km/canned.json': null })).toEqual([
      'locales/km/canned.json:1 this file is missing',
    ]);
  });

  it.each([
    ['  "greeting": {', '  "hello": {', ['1 greeting is missing', '1 hello: no such field here']],
    ['    "seen":', '    "Seen it":', ['4 Seen it is not written as it must be']],
    ['    "seen":', '    "dying":', ['22 dying stands in another group too']],
    ['    "seen": "', '    "seen": 3, "next": "', ['4 greeting.seen is not a text']],
  ])('tell file and line of a mistake in the replies: %s', async (from, to, wrongs) => {
    const km = await shipped('locales/km/canned.json', from, to);
    const found = await told(await files('canned', km));

    for (const wrong of wrongs) expect(found).toContain(`locales/km/canned.json:${wrong}`);
  });

  it.each([
    ['"sexual-extortion": {', '"sextortion": {', '1 sexual-extortion is missing'],
    ['"avoid": {', '"never": {', '2 avoid is missing'],
    ['"avoid": {', '"never": {', '2 never: no such field here'],
    ['"1":', '"one":', '4 one is not written as it must be'],
  ])('tell file and line of a mistake in the guidance: %s', async (from, to, wrong) => {
    const km = await shipped('locales/km/guidance.json', from, to);

    expect(await told(await files('guidance', km))).toContain(`locales/km/guidance.json:${wrong}`);
  });

  it('hold at least two lines in each part', async () => {
    const guidance = JSON.parse(await shipped('locales/km/guidance.json'));
    const few = { ...guidance.feelings, say: { 1: 'a' } };
    const km = JSON.stringify({ ...guidance, feelings: few }, null, 2);

    expect((await told(await files('guidance', km))).join('\n')).toContain(
      'say: two to four lines stand here',
    );
  });

  it('stand in the book that translators and reviewers read', async () => {
    const book = await readTextBook('.', 'km');
    if (!book.ok) throw new Error(JSON.stringify(book.error));
    const keys = book.value.entries.map(({ key }) => key);

    expect(keys).toContain('canned:greeting.hello');
    expect(keys).toContain('guidance:self-harm.say.1');
  });
});
