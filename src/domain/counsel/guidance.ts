import { z } from 'zod';
import type { Language } from '../flow/bundle.ts';
import { CATEGORIES } from '../record/record.ts';

/** What to say, what not to say, what comes next, and when the law or the safeguarding policy asks for more. */
export const GUIDANCE_PARTS = ['say', 'avoid', 'next', 'more'] as const;
export type GuidancePart = (typeof GUIDANCE_PARTS)[number];

export type GuidedCategory = (typeof CATEGORIES)[number];

export interface GuidanceLine {
  readonly text: string;
  /** A native reader signed the line as it stands. */
  readonly signed: boolean;
}

export type Guidance = Readonly<Record<GuidancePart, readonly GuidanceLine[]>>;

/** For the counsellor, by the reason for contact. */
export type GuidanceBook = ReadonlyMap<Language, ReadonlyMap<GuidedCategory, Guidance>>;

const lines = z
  .record(z.string().regex(/^[1-4]$/), z.string().min(1))
  .refine((texts) => Object.keys(texts).length >= 2, { error: 'two to four lines stand here' });

/** `locales/<language>/guidance.json`. */
export const GuidanceFile = z.record(
  z.enum(CATEGORIES),
  z.strictObject({ say: lines, avoid: lines, next: lines, more: lines }),
);
export type GuidanceFile = z.infer<typeof GuidanceFile>;

export function guidanceBook(
  file: GuidanceFile,
  isSigned: (path: string) => boolean,
): ReadonlyMap<GuidedCategory, Guidance> {
  return new Map(
    CATEGORIES.map((category) => {
      const part = (name: GuidancePart): readonly GuidanceLine[] =>
        Object.entries(file[category][name]).map(([at, text]) => ({
          text,
          signed: isSigned(`${category}.${name}.${at}`),
        }));
      return [
        category,
        { say: part('say'), avoid: part('avoid'), next: part('next'), more: part('more') },
      ];
    }),
  );
}
