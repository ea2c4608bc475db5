import type { z } from 'zod';
import type { FlowId, Language } from './bundle.ts';

export type Path = readonly (string | number)[];

/** What is wrong in a bundle's file, where, and how to mend it; for people who edit flows and texts. */
export interface Problem {
  /** From the folder of the bundle, with forward slashes. */
  readonly file: string;
  readonly path: Path;
  readonly what: string;
  readonly mend: string;
}

export const BUNDLE_FILE = 'flows/bundle.yaml';

export function flowFile(flow: FlowId): string {
  return `flows/${flow}.yaml`;
}

/** Namespaces that are no flow: the bot's own texts, those for counsellors, and the titles of the printed package. */
const OWN = ['bot', 'canned', 'guidance', 'package'];

/** The file of a namespace: a flow's id, or one of those that are no flow. */
export function textFile(language: Language, namespace: string): string {
  return OWN.includes(namespace)
    ? `locales/${language}/${namespace}.json`
    : `locales/${language}/flows/${namespace}.json`;
}

/** A schema's refusals in words. Values are never quoted beyond their kind, names are. */
export function problemsOf(error: z.ZodError, file: string, under: Path = []): readonly Problem[] {
  return error.issues.map((issue) => {
    const path = [...under, ...issue.path.map(plainKey)];
    return { file, path, ...worded(issue, String(path.at(-1) ?? 'the file')) };
  });
}

type Words = Pick<Problem, 'what' | 'mend'>;

function worded(issue: z.core.$ZodIssue, name: string): Words {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, name);
    case 'unrecognized_keys':
      return {
        what: `${issue.keys.join(', ')}: no such field here`,
        mend: 'Remove it, or look for its right name in docs/flow-format.md.',
      };
    case 'invalid_value':
      return {
        what: `${name} is not one of the allowed values`,
        mend: `Use one of: ${issue.values.join(', ')}.`,
      };
    case 'too_small':
      return { what: `${name} is empty`, mend: 'Write at least one.' };
    case 'too_big':
      return { what: `${name} has too many entries`, mend: `Keep at most ${issue.maximum}.` };
    case 'invalid_key':
    case 'invalid_format':
      return {
        what: `${name} is not written as it must be`,
        mend: 'Use letters, digits and hyphens only; docs/flow-format.md shows the form.',
      };
    default:
      return { what: `${name}: ${issue.message}`, mend: 'See docs/flow-format.md.' };
  }
}

function wrongType(issue: z.core.$ZodIssueInvalidType, name: string): Words {
  if (issue.message.endsWith('received undefined')) {
    return { what: `${name} is missing`, mend: `Add ${name} (${issue.expected}).` };
  }
  return {
    what: `${name} must be ${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`,
    mend: 'A number, true or false that is meant as a word needs quotation marks.',
  };
}

function plainKey(key: PropertyKey): string | number {
  return typeof key === 'symbol' ? String(key) : key;
}
