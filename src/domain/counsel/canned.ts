import { z } from 'zod';
import type { Language } from '../flow/bundle.ts';
import type { Path, Problem } from '../flow/problem.ts';

/** What a canned reply is for, in the order in which a counsellor is shown them. */
export const CANNED_GROUPS = [
  'greeting',
  'listening',
  'safety',
  'images',
  'money',
  'next',
  'waiting',
  'goodbye',
  'technical',
] as const;
export type CannedGroup = (typeof CANNED_GROUPS)[number];

/** A reply that a counsellor may send as it stands or change first. */
export interface CannedReply {
  readonly group: CannedGroup;
  /** Short, the same in every language, and given once in the whole file. */
  readonly code: string;
  readonly text: string;
  /** A native reader signed the text as it stands. */
  readonly signed: boolean;
}

export type Canned = ReadonlyMap<Language, readonly CannedReply[]>;

/** `locales/<language>/canned.json`. */
export const CannedFile = z.record(
  z.enum(CANNED_GROUPS),
  z.record(z.string().regex(/^[a-z][a-z0-9-]{0,15}$/), z.string().min(1)),
);
export type CannedFile = z.infer<typeof CannedFile>;

/** A code that stands in two groups, so that nobody could tell which reply it brings. */
export function doubleCodes(canned: CannedFile, file: string): readonly Problem[] {
  const paths = pathsOf(canned);
  return paths.flatMap(([group, code], at) =>
    paths.findIndex(([, other]) => other === code) === at
      ? []
      : [
          {
            file,
            path: [group, code] satisfies Path,
            what: `${code} stands in another group too`,
            mend: 'Give every reply its own code.',
          },
        ],
  );
}

/** The replies in the order of the groups. */
export function cannedReplies(
  canned: CannedFile,
  isSigned: (path: string) => boolean,
): readonly CannedReply[] {
  return pathsOf(canned).map(([group, code, text]) => ({
    group,
    code,
    text,
    signed: isSigned(`${group}.${code}`),
  }));
}

function pathsOf(canned: CannedFile): readonly (readonly [CannedGroup, string, string])[] {
  return CANNED_GROUPS.flatMap((group) =>
    Object.entries(canned[group]).map(([code, text]) => [group, code, text] as const),
  );
}
