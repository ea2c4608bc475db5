import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service } from '../../domain/directory/service.ts';
import type { Bundle, Flow, FlowId, Language, TextKey } from '../../domain/flow/bundle.ts';
import { type ParsedFlow, parseBundleFile, parseFlow } from '../../domain/flow/parse.ts';
import { BUNDLE_FILE, flowFile, type Path, type Problem } from '../../domain/flow/problem.ts';
import type { BundleFile } from '../../domain/flow/schema.ts';
import { isSignedOff, signedContent } from '../../domain/flow/sign-off.ts';
import { validate } from '../../domain/flow/validate.ts';
import type { Hours } from '../../domain/queue/hours.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { compileLexicon } from '../../domain/text/lexicon.ts';
import { compileTexts } from './compile-texts.ts';
import { COUNSEL, compileCounsel, parseCounsel } from './load-counsel.ts';
import { loadHours, loadServices } from './load-directory.ts';
import { type LoadedLexicon, loadLexicon } from './load-lexicon.ts';
import { keyed, loadReviews, type Reviewed, textHash } from './load-reviews.ts';
import { missingTexts, type ReadTexts, readTexts } from './load-texts.ts';
import { type BundleProblem, located, readSource, type Source } from './source.ts';

export type { BundleProblem } from './source.ts';

export interface Loaded extends Reviewed {
  readonly bundle: Bundle;
  /** Word lists that no counsellor has signed. */
  readonly lexiconDrafts: readonly string[];
  /** Flows that nobody answers for as they stand, with the hash that a sign-off of today would carry. */
  readonly unsigned: readonly { readonly flow: FlowId; readonly hash: string }[];
  /** Beside the bundle, in the same folder: when the desk is open, and the directory's first content. */
  readonly hours: Hours;
  readonly services: readonly Service[];
  /** The words around the printed package: no child is sent one, so that they hold up no going live. */
  readonly paper: Reviewed;
  /** Every text of the bundle by its key, in each language. */
  readonly keyedTexts: ReadonlyMap<Language, ReadonlyMap<TextKey, string>>;
  /** The line of an entry of one of the bundle's files, or of the nearest one above it. */
  lineOf(file: string, path: Path): number;
}

/**
 * Reads a bundle's folder (`flows/`, `locales/`; docs/flow-format.md) and compiles it. Every mistake of every file
 * is told at once; a bundle with one is not loaded. Rejects only when the disk fails.
 */
export async function loadBundle(dir: string): Promise<Result<Loaded, readonly BundleProblem[]>> {
  const top = await readTop(dir);
  if (!top.ok) return top;
  const { file, source, problems } = top.value;
  const [flows, texts, printed, lexicon, hours, services] = await Promise.all([
    readFlows(dir, file),
    readTexts(dir, file.languages, ['bot', ...file.flows, ...COUNSEL]),
    readTexts(dir, file.languages, ['package']),
    loadLexicon(dir),
    loadHours(dir),
    loadServices(dir),
  ]);
  const [reviews, paper] = await Promise.all([
    loadReviews(dir, texts.resources),
    loadReviews(dir, printed.resources),
  ]);
  const parsed = parseFlows(file, flows, texts);
  const counsel = parseCounsel(file.languages, texts.sources);
  const sources = [source, ...flows.sources, ...texts.sources];
  const read = [...sources, ...printed.sources];
  const found = [
    ...located(
      [
        ...problems,
        ...problemsOfContent(file, flows, parsed, texts),
        ...printed.problems,
        ...(counsel.ok ? [] : counsel.error),
      ],
      byFile(read),
    ),
    ...[...flows.sources, ...texts.sources, ...printed.sources].flatMap((one) => one.problems),
    ...[lexicon, hours, services, reviews].flatMap((one) => (one.ok ? [] : one.error)),
  ];
  if (
    found.length > 0 ||
    !(lexicon.ok && hours.ok && services.ok && reviews.ok && paper.ok && counsel.ok)
  ) {
    return fail(inOrder(found));
  }
  return ok({
    ...reviews.value,
    bundle: {
      ...compile(file, parsed, texts, lexicon.value, [...sources, ...lexicon.value.sources]),
      ...compileCounsel(counsel.value, reviews.value),
    },
    lexiconDrafts: lexicon.value.drafts,
    unsigned: unsignedFlows(parsed, byFile(flows.sources)),
    hours: hours.value,
    services: services.value,
    paper: paper.value,
    keyedTexts: new Map([...texts.resources].map(([language, files]) => [language, keyed(files)])),
    lineOf: (name, path) => byFile(sources).get(name)?.lineOf(path) ?? 1,
  });
}

interface Top {
  readonly file: BundleFile;
  readonly source: Source;
  readonly problems: readonly Problem[];
}

/** Reads `flows/bundle.yaml`, which says what else there is. */
export async function readTop(dir: string): Promise<Result<Top, readonly BundleProblem[]>> {
  const source = await readSource(dir, BUNDLE_FILE);
  if (source === null) {
    const mend = 'Name a folder with flows/ and locales/ (BUNDLE_DIR), or write the file.';
    return fail([{ file: BUNDLE_FILE, line: 1, what: 'this file is missing', mend }]);
  }
  if (source.problems.length > 0) return fail(source.problems);
  const { file, problems } = parseBundleFile(source.value);
  if (file === null) return fail(located(problems, new Map([[BUNDLE_FILE, source]])));
  return ok({ file, source, problems });
}

interface ReadFlows {
  readonly sources: readonly Source[];
  readonly inactive: ReadonlySet<FlowId>;
}

/** Beside the flows, these stand in the folder. */
const NO_FLOWS = ['bundle', 'services', 'hours', 'package'];

async function readFlows(dir: string, { flows }: BundleFile): Promise<ReadFlows> {
  const names = (await readdir(join(dir, 'flows')))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length));
  const found = await Promise.all(flows.map((flow) => readSource(dir, flowFile(flow))));
  return {
    sources: found.filter((source) => source !== null),
    inactive: new Set(names.filter((name) => !flows.includes(name) && !NO_FLOWS.includes(name))),
  };
}

function parseFlows(
  bundle: BundleFile,
  { sources, inactive }: ReadFlows,
  { resources }: ReadTexts,
): readonly ParsedFlow[] {
  const hasText = (key: string): boolean => {
    const colon = key.indexOf(':');
    const [name, path] = [key.slice(0, colon), key.slice(colon + 1)];
    return [...resources.values()].some((files) => files.get(name)?.has(path) === true);
  };
  const files = byFile(sources);
  return bundle.flows.flatMap((id) => {
    const source = files.get(flowFile(id));
    if (source?.value === undefined) return [];
    return [parseFlow(source.value, id, { bundle, inactive, hasText })];
  });
}

function problemsOfContent(
  { flows }: BundleFile,
  { sources }: ReadFlows,
  parsed: readonly ParsedFlow[],
  texts: ReadTexts,
): readonly Problem[] {
  const files = byFile(sources);
  const absent = flows.flatMap((flow, at): Problem[] =>
    files.has(flowFile(flow))
      ? []
      : [
          {
            file: BUNDLE_FILE,
            path: ['flows', at],
            what: `${flowFile(flow)} is missing`,
            mend: 'Write the file, or take the flow off this list.',
          },
        ],
  );
  const inParts = parsed.flatMap(({ problems }) => problems);
  // A flow with a hole in it would show false dead ends; its holes are told first.
  const whole = absent.length + inParts.length === 0 && parsed.length === flows.length;
  return [
    ...absent,
    ...inParts,
    ...texts.problems,
    ...missingTexts(texts, parsed),
    ...(whole ? validate(flowMap(parsed)) : []),
  ];
}

function compile(
  file: BundleFile,
  parsed: readonly ParsedFlow[],
  { resources }: ReadTexts,
  lexicon: LoadedLexicon,
  sources: readonly Source[],
): Omit<Bundle, 'canned' | 'guidance'> {
  const { languages, start, home, anytime, globals } = file;
  return {
    id: hashOf(sources),
    languages,
    start,
    home,
    anytime,
    globals,
    flows: flowMap(parsed),
    texts: compileTexts(resources),
    lexicon: compileLexicon(lexicon.raw),
  };
}

function unsignedFlows(
  parsed: readonly ParsedFlow[],
  files: ReadonlyMap<string, Source>,
): Loaded['unsigned'] {
  return parsed.flatMap(({ flow, signOff }) => {
    if (flow === null) return [];
    const hash = textHash(signedContent(files.get(flowFile(flow.id))?.value));
    return isSignedOff(signOff, hash) ? [] : [{ flow: flow.id, hash }];
  });
}

function flowMap(parsed: readonly ParsedFlow[]): ReadonlyMap<FlowId, Flow> {
  return new Map(parsed.flatMap(({ flow }) => (flow === null ? [] : [[flow.id, flow] as const])));
}

function byFile(sources: readonly Source[]): ReadonlyMap<string, Source> {
  return new Map(sources.map((source) => [source.file, source]));
}

/** The same files give the same id, whatever the order in which they were read. */
function hashOf(sources: readonly Source[]): string {
  const hash = createHash('sha256');
  for (const { file, text } of sources.toSorted((a, b) => (a.file < b.file ? -1 : 1))) {
    hash.update(`${file}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest('hex').slice(0, 16);
}

function inOrder(problems: readonly BundleProblem[]): readonly BundleProblem[] {
  return problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}
