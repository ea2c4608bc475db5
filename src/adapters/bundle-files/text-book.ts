import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Language } from '../../domain/flow/bundle.ts';
import { textFile } from '../../domain/flow/problem.ts';
import type { Reviews } from '../../domain/flow/reviews.ts';
import { sourceOf, type TextEntry, textEntries } from '../../domain/flow/text-book.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { readTop } from './load-bundle.ts';
import { COUNSEL } from './load-counsel.ts';
import { keyed, readReviews, textHash } from './load-reviews.ts';
import { readTexts } from './load-texts.ts';
import { type BundleProblem, readSource } from './source.ts';

export interface TextBook {
  readonly languages: readonly Language[];
  readonly language: Language;
  /** The language that translators read; null when this is it. */
  readonly source: Language | null;
  readonly entries: readonly TextEntry[];
  readonly reviews: Reviews;
}

/**
 * The texts of one language beside the source, with what each is worth. A language that is new has a line in
 * `flows/bundle.yaml`; its folder may still be empty.
 */
export async function readTextBook(
  dir: string,
  language: Language,
): Promise<Result<TextBook, readonly BundleProblem[]>> {
  const top = await readTop(dir);
  if (!top.ok) return top;
  const { languages, flows } = top.value.file;
  if (!languages.includes(language)) {
    const mend = `Add it to the languages of flows/bundle.yaml, or use one of: ${languages.join(', ')}.`;
    return fail([{ file: 'flows/bundle.yaml', line: 1, what: `${language} is no language`, mend }]);
  }
  const source = sourceOf(languages) ?? language;
  const read = await readTexts(dir, [language, source], ['bot', ...flows, 'package', ...COUNSEL]);
  const reviews = await readReviews(dir, language);
  if (!reviews.ok || read.broken.length > 0) {
    return fail([...read.broken, ...(reviews.ok ? [] : reviews.error)]);
  }
  const of = (one: Language) => keyed(read.resources.get(one) ?? new Map());
  const alone = language === source;
  const pages = { texts: of(language), source: alone ? null : of(source), reviews: reviews.value };
  const entries = textEntries(pages, textHash);
  return ok({
    languages,
    language,
    source: alone ? null : source,
    entries,
    reviews: reviews.value,
  });
}

/** Writes texts into their files in the order of the source's files, so that two languages can be compared. */
export async function saveTexts(
  dir: string,
  { language, source }: TextBook,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const names = [...texts.keys()].map((key) => key.slice(0, key.indexOf(':')));
  for (const namespace of new Set(names)) {
    const file = textFile(language, namespace);
    const old = await readSource(dir, file);
    const model = source === null ? old : await readSource(dir, textFile(source, namespace));
    const mine = [...texts].filter(([key]) => key.startsWith(`${namespace}:`));
    const changed = mine.reduce(
      (tree, [key, text]) => withText(tree, key.slice(namespace.length + 1).split('.'), text),
      treeOf(old?.value),
    );
    await saveJson(dir, file, inOrderOf(treeOf(model?.value), changed));
  }
}

/** Writes the signatures of a language, sorted, so that two people's signatures merge. */
export async function saveReviews(
  dir: string,
  language: Language,
  reviews: Reviews,
): Promise<void> {
  const sorted = Object.entries(reviews).toSorted(([a], [b]) => (a < b ? -1 : 1));
  await saveJson(dir, `locales/${language}/reviews.json`, Object.fromEntries(sorted));
}

interface Tree {
  readonly [name: string]: string | Tree;
}

function treeOf(value: unknown): Tree {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' ? inner : treeOf(inner),
    ]),
  );
}

function withText(tree: Tree, [name = '', ...rest]: readonly string[], text: string): Tree {
  const inner = tree[name];
  const under = typeof inner === 'object' ? inner : {};
  return { ...tree, [name]: rest.length === 0 ? text : withText(under, rest, text) };
}

function inOrderOf(model: Tree, tree: Tree): Tree {
  const names = [...new Set([...Object.keys(model), ...Object.keys(tree)])];
  return Object.fromEntries(
    names.flatMap((name) => {
      const [like, value] = [model[name], tree[name]];
      if (value === undefined) return [];
      const ordered = typeof value === 'object' && typeof like === 'object';
      return [[name, ordered ? inOrderOf(like, value) : value]];
    }),
  );
}

/** A file that is half written would be no language at all. */
async function saveJson(dir: string, file: string, value: object): Promise<void> {
  const path = join(dir, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
