import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Path, Problem } from '../../domain/flow/problem.ts';

/** A problem with the line on which a person finds it. */
export interface BundleProblem {
  /** From the folder of the bundle, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Names from the top of the file down, joined by dots. */
  readonly path?: string;
  readonly what: string;
  readonly mend: string;
}

/** A YAML or JSON file as read, with the places of its entries. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Plain data; undefined when the file has an error of syntax. */
  readonly value: unknown;
  readonly problems: readonly BundleProblem[];
  /** The line of an entry, or of the nearest one above it that exists. */
  lineOf(path: Path): number;
}

/** Null when there is no such file. */
export async function readSource(dir: string, file: string): Promise<Source | null> {
  const text = await readFile(join(dir, file), 'utf8').catch(absent);
  return text === null ? null : parseSource(file, text);
}

/** JSON is read as YAML too, which keeps the places and finds double keys; that it is JSON is checked beside. */
export function parseSource(file: string, text: string): Source {
  const plainJson = file.endsWith('.json') ? faultlessJson(text) : undefined;
  return plainJson === undefined ? parseWithPlaces(file, text) : fromJson(file, text, plainJson);
}

/** A string as it stands, or white space between two. */
const BETWEEN = /("(?:[^"\\]|\\.)*")|\s+/g;

/** Ten times faster than with places, which nobody asks for while nothing is wrong. */
function fromJson(file: string, text: string, value: unknown): Source {
  let placed: Source | undefined;
  const lineOf = (path: Path): number => {
    placed ??= parseWithPlaces(file, text);
    return placed.lineOf(path);
  };
  return { file, text, value, problems: [], lineOf };
}

/** What a JSON text says when it is written out again as it stood, so that no name stood there twice; else undefined. */
function faultlessJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text.replace(BETWEEN, '$1') ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseWithPlaces(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map((error) => syntaxProblem(file, error, lines));
  const broken = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
  const json = broken || !file.endsWith('.json') ? [] : jsonProblems(file, text);
  return {
    file,
    text,
    value: broken ? undefined : plain(document),
    problems: [...problems, ...json],
    lineOf: (path) => lineAt(document, lines, path),
  };
}

/** The problems of the domain, each with its line. */
export function located(
  problems: readonly Problem[],
  sources: ReadonlyMap<string, Source>,
): readonly BundleProblem[] {
  return problems.map(({ file, path, what, mend }) => ({
    file,
    line: sources.get(file)?.lineOf(path) ?? 1,
    ...(path.length === 0 ? {} : { path: path.join('.') }),
    what,
    mend,
  }));
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}

function plain(document: Document): unknown {
  // Duplicate keys are told already; the last one counts, as everywhere.
  return document.contents === null ? null : document.toJS({ maxAliasCount: 100 });
}

function syntaxProblem(file: string, error: YAMLError, lines: LineCounter): BundleProblem {
  const { line } = lines.linePos(error.pos[0]);
  if (error.code === 'DUPLICATE_KEY') {
    return {
      file,
      line,
      what: 'this name stands there twice',
      mend: 'Remove or rename one of the two.',
    };
  }
  return {
    file,
    line,
    what: `cannot be read: ${error.code}`,
    mend: 'Look for a missing bracket, quotation mark or space on this line or the one before.',
  };
}

function jsonProblems(file: string, text: string): readonly BundleProblem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = Number(/position (\d+)/.exec(error.message)?.[1] ?? 0);
    const line = text.slice(0, at).split('\n').length;
    return [
      {
        file,
        line,
        what: 'is not JSON',
        mend: 'Put every name and text in double quotation marks, with commas between.',
      },
    ];
  }
}

function lineAt(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const start = isNode(node) ? node.range?.[0] : undefined;
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}
