import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Language } from '../../domain/flow/bundle.ts';
import { problemsOf } from '../../domain/flow/problem.ts';
import { reviewState } from '../../domain/flow/review-state.ts';
import { sourceOf } from '../../domain/flow/text-book.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Resources } from './compile-texts.ts';
import { type BundleProblem, located, readSource } from './source.ts';

const Reviews = z.record(
  z.string(),
  z.strictObject({
    hash: z.string(),
    reviewer: z.string(),
    date: z.iso.date(),
    beside: z.string().optional(),
  }),
);
type Reviews = z.infer<typeof Reviews>;

export interface Reviewed {
  readonly texts: number;
  readonly unreviewed: number;
  /** The texts that nobody signed as they stand now. */
  readonly missing: readonly { readonly language: Language; readonly key: string }[];
}

/** What a signature in `locales/<lang>/reviews.json` is made over. */
export function textHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16);
}

/** Compares the texts with the signatures, and with the texts they were read beside; without a file, nothing is signed. */
export async function loadReviews(
  dir: string,
  resources: Resources,
): Promise<Result<Reviewed, readonly BundleProblem[]>> {
  const states = await Promise.all(
    [...resources].map(async ([language, files]) => ({
      language,
      read: await readReviews(dir, language),
      texts: keyed(files),
    })),
  );
  const problems = states.flatMap(({ read }) => (read.ok ? [] : read.error));
  if (problems.length > 0) return fail(problems);
  const from = sourceOf([...resources.keys()]);
  const original = states.find(({ language }) => language === from)?.texts ?? null;
  const counted = states.map(({ language, read, texts }) => {
    const source = language === from ? null : original;
    return {
      language,
      ...reviewState({ texts, source, reviews: read.ok ? read.value : {} }, textHash),
    };
  });
  return ok({
    texts: counted.reduce((sum, one) => sum + one.texts, 0),
    unreviewed: counted.reduce((sum, one) => sum + one.unreviewed, 0),
    missing: counted.flatMap(({ language, missing }) => missing.map((key) => ({ language, key }))),
  });
}

/** The signatures of a language; none without a file. */
export async function readReviews(
  dir: string,
  language: Language,
): Promise<Result<Reviews, readonly BundleProblem[]>> {
  const file = `locales/${language}/reviews.json`;
  const source = await readSource(dir, file);
  if (source === null) return ok({});
  if (source.problems.length > 0) return fail(source.problems);
  const parsed = Reviews.safeParse(source.value);
  if (parsed.success) return ok(parsed.data);
  return fail(located(problemsOf(parsed.error, file), new Map([[file, source]])));
}

/** Texts by `<flow>:<path>`. */
export function keyed(
  files: ReadonlyMap<string, ReadonlyMap<string, string>>,
): ReadonlyMap<string, string> {
  return new Map(
    [...files].flatMap(([name, texts]) =>
      [...texts].map(([path, text]) => [`${name}:${path}`, text] as const),
    ),
  );
}
