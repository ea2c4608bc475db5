import type { z } from 'zod';
import {
  type Canned,
  CannedFile,
  cannedReplies,
  doubleCodes,
} from '../../domain/counsel/canned.ts';
import { type GuidanceBook, GuidanceFile, guidanceBook } from '../../domain/counsel/guidance.ts';
import type { Language } from '../../domain/flow/bundle.ts';
import { type Problem, problemsOf, textFile } from '../../domain/flow/problem.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Reviewed } from './load-reviews.ts';
import type { Source } from './source.ts';

/** The texts for counsellors, beside those of the flows: namespaces of their own. */
export const COUNSEL = ['canned', 'guidance'] as const;

interface CounselFiles {
  readonly canned: ReadonlyMap<Language, CannedFile>;
  readonly guidance: ReadonlyMap<Language, GuidanceFile>;
}

/** Reads what counsellors are given from the text files; a bundle without the files has nothing for them. */
export function parseCounsel(
  languages: readonly Language[],
  sources: readonly Source[],
): Result<CounselFiles, readonly Problem[]> {
  const files = new Map(sources.map((source) => [source.file, source]));
  const canned = parseAll('canned', CannedFile, { languages, files });
  const guidance = parseAll('guidance', GuidanceFile, { languages, files });
  const doubles = [...canned.values].flatMap(([language, value]) =>
    doubleCodes(value, textFile(language, 'canned')),
  );
  const problems = [...canned.problems, ...guidance.problems, ...doubles];
  return problems.length > 0
    ? fail(problems)
    : ok({ canned: canned.values, guidance: guidance.values });
}

/** The same with the word of the native readers on each text. */
export function compileCounsel(
  { canned, guidance }: CounselFiles,
  { missing }: Reviewed,
): { readonly canned: Canned; readonly guidance: GuidanceBook } {
  const unsigned = new Set(missing.map(({ language, key }) => `${language} ${key}`));
  const signed = (language: Language, namespace: string) => (path: string) =>
    !unsigned.has(`${language} ${namespace}:${path}`);
  return {
    canned: new Map(
      [...canned].map(([language, file]) => [
        language,
        cannedReplies(file, signed(language, 'canned')),
      ]),
    ),
    guidance: new Map(
      [...guidance].map(([language, file]) => [
        language,
        guidanceBook(file, signed(language, 'guidance')),
      ]),
    ),
  };
}

function parseAll<T>(
  namespace: (typeof COUNSEL)[number],
  schema: z.ZodType<T>,
  where: { readonly languages: readonly Language[]; readonly files: ReadonlyMap<string, Source> },
): { readonly values: ReadonlyMap<Language, T>; readonly problems: readonly Problem[] } {
  const values = new Map<Language, T>();
  const problems: Problem[] = [];
  for (const language of where.languages) {
    const file = textFile(language, namespace);
    const source = where.files.get(file);
    if (source?.value === undefined) continue;
    const parsed = schema.safeParse(source.value);
    if (parsed.success) values.set(language, parsed.data);
    else problems.push(...problemsOf(parsed.error, file));
  }
  return { values, problems };
}
