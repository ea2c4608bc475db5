import type { Language } from '../../domain/flow/bundle.ts';
import { BOT_TEXTS, checkTexts, type FlatTexts, flatten } from '../../domain/flow/check-texts.ts';
import type { ParsedFlow } from '../../domain/flow/parse.ts';
import { flowFile, type Problem, textFile } from '../../domain/flow/problem.ts';
import type { Resources } from './compile-texts.ts';
import { type BundleProblem, readSource, type Source } from './source.ts';

export interface ReadTexts {
  readonly resources: Resources;
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  /** Files that cannot be read, with their lines already. */
  readonly broken: readonly BundleProblem[];
}

interface ReadFile {
  readonly language: Language;
  readonly namespace: string;
  readonly source: Source | null;
  readonly texts: FlatTexts;
  readonly problems: readonly Problem[];
}

/** Reads the text files of the active flows and of the bot, in every language. */
export async function readTexts(
  dir: string,
  languages: readonly Language[],
  namespaces: readonly string[],
): Promise<ReadTexts> {
  const files = await Promise.all(
    languages.flatMap((language) => namespaces.map((name) => readTextFile(dir, language, name))),
  );
  return {
    resources: new Map(
      languages.map((language) => [
        language,
        new Map(
          files.filter((one) => one.language === language).map((one) => [one.namespace, one.texts]),
        ),
      ]),
    ),
    sources: files.flatMap(({ source }) => (source === null ? [] : [source])),
    problems: files.flatMap(({ problems }) => problems),
    broken: files.flatMap(({ source }) => source?.problems ?? []),
  };
}

async function readTextFile(dir: string, language: Language, namespace: string): Promise<ReadFile> {
  const source = await readSource(dir, textFile(language, namespace));
  if (source === null || source.value === undefined) {
    return { language, namespace, source, texts: new Map(), problems: [] };
  }
  const { texts, problems } = flatten(source.value, language, namespace);
  return {
    language,
    namespace,
    source,
    texts,
    problems: [...problems, ...checkTexts(texts, language, namespace)],
  };
}

/** What some language lacks: a text that a flow says, one of the bot's own, or one that another language has. */
export function missingTexts(
  { resources, sources }: ReadTexts,
  flows: readonly ParsedFlow[],
): readonly Problem[] {
  const wanted = wantedTexts(resources, flows);
  const readable = new Set(
    sources.filter(({ value }) => value !== undefined).map(({ file }) => file),
  );
  return [...resources].flatMap(([language, files]) => {
    const lacking = [...wanted].filter(
      ([, { namespace, path }]) => !files.get(namespace)?.has(path),
    );
    return perFile(
      language,
      lacking.map(([, one]) => one),
      readable,
      sources,
    );
  });
}

interface Wanted {
  readonly namespace: string;
  readonly path: string;
  readonly why: string;
}

function wantedTexts(
  resources: Resources,
  flows: readonly ParsedFlow[],
): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  const want = (key: string, why: string): void => {
    const colon = key.indexOf(':');
    if (wanted.has(key)) return;
    wanted.set(key, { namespace: key.slice(0, colon), path: key.slice(colon + 1), why });
  };
  for (const { flow, texts } of flows) {
    for (const { key, step } of texts)
      want(key, `step ${step} of ${flowFile(flow?.id ?? '')} says it`);
  }
  for (const path of BOT_TEXTS) want(`bot:${path}`, 'the bot says it by itself');
  for (const [language, files] of resources) {
    for (const [namespace, texts] of files) {
      for (const path of texts.keys()) want(`${namespace}:${path}`, `${language} has it`);
    }
  }
  return wanted;
}

/** A file that is not there is one problem, not one for each of its texts. */
function perFile(
  language: Language,
  lacking: readonly Wanted[],
  readable: ReadonlySet<string>,
  sources: readonly Source[],
): readonly Problem[] {
  const told = new Set<string>();
  return lacking.flatMap(({ namespace, path, why }): Problem[] => {
    const file = textFile(language, namespace);
    const mend = `Write the text in ${file}.`;
    if (readable.has(file))
      return [{ file, path: path.split('.'), what: `${path} is missing; ${why}`, mend }];
    if (told.has(file) || sources.some((source) => source.file === file)) return [];
    told.add(file);
    return [
      {
        file,
        path: [],
        what: 'this file is missing',
        mend: 'Write it; its texts are those of the other language.',
      },
    ];
  });
}
