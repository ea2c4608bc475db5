import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadServices } from '../../src/adapters/bundle-files/load-directory.ts';
import { textHash } from '../../src/adapters/bundle-files/load-reviews.ts';
import { readTextBook, saveReviews } from '../../src/adapters/bundle-files/text-book.ts';
import type { Service } from '../../src/domain/directory/service.ts';
import { signature } from '../../src/domain/flow/text-book.ts';
import { PAGE_WORDS } from '../../src/domain/paper/page.ts';
import { printPackage } from '../../src/main/print-package.ts';

const TODAY = '2026-11-23';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tvear-package-'));
  await cp('flows', join(folder, 'flows'), { recursive: true });
  await cp('locales', join(folder, 'locales'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function shipped(): Promise<readonly Service[]> {
  const read = await loadServices('.');
  return read.ok ? read.value : [];
}

async function page(language: string, services: readonly Service[]): Promise<string> {
  const made = await printPackage({ folder, language, services, today: TODAY });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value.replace(/<style>.*<\/style>/s, '');
}

const verified = (row: Service): Service => ({
  ...row,
  verified_by: 'Sok',
  verified_on: TODAY,
  expires_on: '2026-12-24',
});

async function texts(language: string): Promise<ReadonlyMap<string, string | null>> {
  const book = await readTextBook(folder, language);
  if (!book.ok) throw new Error('no book');
  return new Map(book.value.entries.map(({ key, text }) => [key, text]));
}

describe.each(['km', 'en'])('the information package in %s', (language) => {
  it('holds the rights, the ways to report and the texts for adults', async () => {
    const [paper, said] = [await page(language, []), await texts(language)];

    for (const key of [
      'rights-justice:ask-for.person',
      'report-numbers:in-app',
      'package:does.hotline',
      'adult:no-blame',
      'adult:once',
    ]) {
      expect(said.get(key)).toBeTruthy();
      expect(paper).toContain(said.get(key)?.replaceAll('"', '&quot;'));
    }
    for (const word of PAGE_WORDS) expect(said.get(`package:${word}`)).toBeTruthy();
  });

  it('prints no number that nobody verified, and says so', async () => {
    const paper = await page(language, await shipped());

    expect(paper.replace(TODAY, '')).not.toMatch(/\p{Nd}{3}/u);
    expect(paper).toContain((await texts(language)).get('package:unchecked'));
  });

  it('prints a verified row in Latin digits with the day after which the paper is old', async () => {
    const rows = (await shipped()).map(verified);
    const [first, ...others] = rows;
    const paper = await page(language, [
      ...others,
      { ...(first as Service), expires_on: '2026-12-01' },
    ]);

    expect(paper).toContain('1280');
    expect(paper).toContain('2026-12-01');
    expect(paper).not.toContain('2026-12-24');
    expect(paper).not.toContain((await texts(language)).get('package:unchecked'));
    const old = await printPackage({ folder, language, services: rows, today: '2026-12-25' });
    expect(old.ok && old.value).not.toContain('1280');
  });
});

it('marks every text that nobody signed, and is a draft until all are signed', async () => {
  const count = async () => (await page('km', [])).split('class="mark"').length;
  const before = await count();
  const book = await readTextBook(folder, 'km');
  const entries = book.ok ? book.value.entries : [];
  const by = { reviewer: 'Sok', date: TODAY };
  const reviews = entries.map(({ key, text, beside }) => [
    key,
    signature({ text: text ?? '', beside }, by, textHash),
  ]);
  await saveReviews(folder, 'km', Object.fromEntries(reviews));

  expect(before).toBeGreaterThan(40);
  expect(await count()).toBe(1);
  expect(await page('km', [])).not.toContain('class="draft"');
});

it('asks for nothing when it is opened, and runs nothing that a text holds', async () => {
  const path = join(folder, 'locales/en/flows/adult.json');
  const adult = (await readFile(path, 'utf8')).replace(
    'Please do not scold',
    '<img src=x onerror=alert(1)>',
  );
  await writeFile(path, adult);

  const made = await printPackage({ folder, language: 'en', services: [], today: TODAY });

  const paper = made.ok ? made.value : '';
  expect(paper).toContain('&lt;img src=x');
  expect(paper).not.toMatch(/(?:src|href)=["']?https?:|<script|<img|<link/);
  expect(paper).toContain("default-src 'none'");
});

it('says which text a plan names and a language lacks', async () => {
  const path = join(folder, 'flows/package.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace('adult:once', 'adult:never'));

  const made = await printPackage({ folder, language: 'km', services: [], today: TODAY });

  expect(made.ok ? [] : made.error.map(({ file, what }) => `${file} ${what}`)).toEqual([
    'flows/package.yaml there is no text adult:never',
  ]);
});
