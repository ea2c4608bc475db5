import { z } from 'zod';
import { type Problem, problemsOf } from '../../domain/flow/problem.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { RawLexicon } from '../../domain/text/lexicon.ts';
import { unknownSets } from '../../domain/text/phrase.ts';
import { type BundleProblem, located, readSource, type Source } from './source.ts';

const status = z.enum(['draft', 'reviewed']);
const words = z.array(z.string().trim().min(1));
const lists = { km: words.default([]), romanised: words.default([]), en: words.default([]) };

const WordFile = z.strictObject({ status, ...lists });
const AnswersFile = z.strictObject({
  status,
  yes: z.strictObject(lists),
  no: z.strictObject(lists),
  unsure: z.strictObject(lists),
});
const LanguageFile = z.strictObject({ status, languages: z.record(z.string(), words.min(1)) });
const DistressFile = z.strictObject({
  status,
  sets: z.record(z.string().regex(/^[a-z-]+$/), words.min(1)).default({}),
  concerns: z
    .array(
      z.strictObject({
        concern: z.enum(['danger', 'self-harm', 'extortion', 'abuse', 'person', 'other']),
        ...lists,
        benign: words.default([]),
        benign_romanised: words.default([]),
      }),
    )
    .min(1),
});

const FILES = ['exit', 'erase', 'help', 'person', 'language', 'answers', 'distress'] as const;
type Name = (typeof FILES)[number];

export interface LoadedLexicon {
  readonly raw: RawLexicon;
  /** Files that no counsellor has signed yet. */
  readonly drafts: readonly string[];
  readonly sources: readonly Source[];
}

/** Reads `flows/lexicon/*.yaml` of a bundle's folder; all seven must be there, or the child would not be heard. */
export async function loadLexicon(
  dir: string,
): Promise<Result<LoadedLexicon, readonly BundleProblem[]>> {
  const found = await Promise.all(
    FILES.map(async (name) => [name, await readSource(dir, fileOf(name))] as const),
  );
  const sources = found.flatMap(([, source]) => (source === null ? [] : [source]));
  const values = new Map(found.map(([name, source]) => [name, source]));
  const read = {
    exit: parse(values, 'exit', WordFile),
    erase: parse(values, 'erase', WordFile),
    help: parse(values, 'help', WordFile),
    person: parse(values, 'person', WordFile),
    language: parse(values, 'language', LanguageFile),
    answers: parse(values, 'answers', AnswersFile),
    distress: parse(values, 'distress', DistressFile),
  };
  const problems = [
    ...Object.values(read).flatMap((one) => (one.ok ? [] : one.error)),
    ...(read.distress.ok ? unknownNames(read.distress.value, sources) : []),
  ];
  const { exit, erase, help, person, language, answers, distress } = read;
  if (!(exit.ok && erase.ok && help.ok && person.ok)) return fail(problems);
  if (!(language.ok && answers.ok && distress.ok)) return fail(problems);
  if (problems.length > 0) return fail(problems);

  const raw: RawLexicon = {
    exit: allOf(exit.value),
    erase: allOf(erase.value),
    help: allOf(help.value),
    person: allOf(person.value),
    language: language.value.languages,
    answers: {
      yes: allOf(answers.value.yes),
      no: allOf(answers.value.no),
      unsure: allOf(answers.value.unsure),
    },
    sets: distress.value.sets,
    distress: distress.value.concerns.map((one) => ({
      concern: one.concern,
      phrases: [...one.km, ...one.en],
      romanised: one.romanised,
      benign: one.benign,
      benignRomanised: one.benign_romanised,
    })),
  };
  const drafts = FILES.filter((name) => read[name].ok && read[name].value.status === 'draft');
  return ok({ raw, drafts: drafts.map(fileOf), sources });
}

/** A phrase that calls a set by a name that no set has would never be heard. */
function unknownNames(
  { sets, concerns }: z.infer<typeof DistressFile>,
  sources: readonly Source[],
): readonly BundleProblem[] {
  const file = fileOf('distress');
  const problems = concerns.flatMap((concern, at) =>
    (['km', 'romanised', 'en', 'benign', 'benign_romanised'] as const).flatMap((list) =>
      concern[list].flatMap((phrase, nth): readonly Problem[] =>
        unknownSets(phrase, sets).map((name) => ({
          file,
          path: ['concerns', at, list, nth],
          what: `there is no set <${name}>`,
          mend: `Write the set under "sets", or one of: ${Object.keys(sets).join(', ')}.`,
        })),
      ),
    ),
  );
  return located(problems, new Map(sources.map((source) => [source.file, source])));
}

function fileOf(name: Name): string {
  return `flows/lexicon/${name}.yaml`;
}

function allOf(lists: {
  readonly km: readonly string[];
  readonly romanised: readonly string[];
  readonly en: readonly string[];
}): readonly string[] {
  return [...lists.km, ...lists.romanised, ...lists.en];
}

function parse<T>(
  values: ReadonlyMap<Name, Source | null>,
  name: Name,
  schema: z.ZodType<T>,
): Result<T, readonly BundleProblem[]> {
  const file = fileOf(name);
  const source = values.get(name);
  if (source === null || source === undefined) {
    return fail([
      {
        file,
        line: 1,
        what: 'this word list is missing',
        mend: 'Copy it from the flows/lexicon that the program comes with.',
      },
    ]);
  }
  if (source.problems.length > 0) return fail(source.problems);
  const parsed = schema.safeParse(source.value);
  if (parsed.success) return ok(parsed.data);
  const problems: readonly Problem[] = problemsOf(parsed.error, file);
  return fail(located(problems, new Map([[file, source]])));
}
