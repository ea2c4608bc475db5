import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import {
  readTextBook,
  saveReviews,
  saveTexts,
  type TextBook,
} from '../../../src/adapters/bundle-files/text-book.ts';
import { signOne } from '../../../src/main/review-texts.ts';
import { BUNDLE_YAML, bundleFolder, type Files } from '../../support/bundle-folder.ts';

const dirs: string[] = [];
afterEach(async () => {
  await Promise.all(dirs.splice(0).map((dir) => rm(dir, { recursive: true })));
});

async function folder(changed: Files = {}): Promise<string> {
  const dir = await bundleFolder(changed);
  dirs.push(dir);
  return dir;
}

async function book(dir: string, language = 'km'): Promise<TextBook> {
  const read = await readTextBook(dir, language);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const stateOf = async (dir: string, key: string) =>
  (await book(dir)).entries.find((entry) => entry.key === key)?.state;

describe('readTextBook', () => {
  it('computes what a text is worth from the texts and the signatures alone', async () => {
    const dir = await folder();
    expect(await stateOf(dir, 'home:bye')).toBe('unsigned');

    await signOne(dir, await book(dir), 'home:bye', 'Sok');
    expect(await stateOf(dir, 'home:bye')).toBe('signed');

    await saveTexts(dir, await book(dir, 'en'), new Map([['home:bye', 'See you.']]));
    expect(await stateOf(dir, 'home:bye')).toBe('outdated');

    await saveTexts(dir, await book(dir), new Map([['home:bye', 'លាសិន']]));
    expect(await stateOf(dir, 'home:bye')).toBe('changed');

    await saveTexts(dir, await book(dir, 'en'), new Map([['home:bye', 'Bye.']]));
    await saveTexts(dir, await book(dir), new Map([['home:bye', 'លាហើយ']]));
    expect(await stateOf(dir, 'home:bye')).toBe('signed');
  });

  it('lists every text of a language that is only a line so far, and loads once its folder is written', async () => {
    const dir = await folder({
      'flows/bundle.yaml': BUNDLE_YAML.replace('[km, en]', '[km, en, cja]'),
    });
    expect((await loadBundle(dir)).ok).toBe(false);
    const empty = await book(dir, 'cja');
    expect(empty.entries.length).toBeGreaterThan(20);
    expect(empty.entries.every(({ state }) => state === 'missing')).toBe(true);

    const texts = empty.entries.map(({ key, beside }) => [key, beside ?? ''] as const);
    await saveTexts(dir, empty, new Map(texts));
    await cp(join(dir, 'locales/en/flows/back.json'), join(dir, 'locales/cja/flows/back.json'));

    const loaded = await loadBundle(dir);
    expect(loaded.ok && loaded.value.bundle.languages).toEqual(['km', 'en', 'cja']);
  });

  it('says what is wrong with a language that has no line', async () => {
    const read = await readTextBook(await folder(), 'fr');

    expect(read.ok ? [] : read.error.map(({ what }) => what)).toEqual(['fr is no language']);
  });
});

describe('saveTexts', () => {
  it('writes the shipped files as they are, byte for byte', async () => {
    const dir = await folder();
    await cp('flows', join(dir, 'flows'), { recursive: true });
    await cp('locales', join(dir, 'locales'), { recursive: true });

    for (const language of ['km', 'en']) {
      const { entries } = await book(dir, language);
      const texts = entries.map(({ key, text }) => [key, text ?? ''] as const);
      await saveTexts(dir, await book(dir, language), new Map(texts));
      for (const file of ['bot.json', 'flows/self-harm.json', 'flows/who.json']) {
        const path = `locales/${language}/${file}`;
        expect(await readFile(join(dir, path), 'utf8')).toBe(await readFile(path, 'utf8'));
      }
    }
  });
});

describe('saveReviews', () => {
  it('is what the bundle counts by', async () => {
    const dir = await folder();
    const before = await loadBundle(dir);
    const { reviews } = await book(dir);
    const signed = await signOne(dir, await book(dir), 'home:hello', 'Sok');
    const after = await loadBundle(dir);
    await saveReviews(dir, 'km', reviews);
    const again = await loadBundle(dir);

    expect(signed.ok).toBe(true);
    const counts = [before, after, again].map((one) => (one.ok ? one.value.unreviewed : -1));
    expect([counts[0], (counts[0] ?? 0) - 1, counts[0]]).toEqual([counts[2], counts[1], counts[0]]);
  });

  it('signs nothing that is not there, and nothing without a name', async () => {
    const dir = await folder();

    expect((await signOne(dir, await book(dir), 'home:nothing', 'Sok')).ok).toBe(false);
    expect((await signOne(dir, await book(dir), 'home:bye', ' ')).ok).toBe(false);
    expect((await book(dir)).reviews).toEqual({});
  });
});
