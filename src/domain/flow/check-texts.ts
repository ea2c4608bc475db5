import type { Language } from './bundle.ts';
import { type Path, type Problem, textFile } from './problem.ts';

/** The names that the bot can fill in; nothing else is replaced. */
export const PLACEHOLDERS = ['from', 'to', 'alias', 'hours'];

/** The bot's own texts, without which some turn would have no words. */
export const BOT_TEXTS = [
  'standing.exit',
  'standing.person',
  'standing.line',
  'unknown.first',
  'unknown.again',
  'stale',
  'late',
  'neutral',
  'left',
  'idle',
  'more',
  'waiting.range',
  'waiting.unknown',
  'waiting.update',
  'waiting.still',
  'waiting.nobody',
  'waiting.meanwhile',
  'joined',
  'rejoined',
  'counsellor-left',
  'closed',
  'transferred',
  'check-in',
  'asleep',
  'counsellor',
  'callback',
  'choose',
  'unreviewed',
  'example',
  'service-gone',
  'call.free',
  'call.may-cost',
  'call.history',
  'media.during',
  'help.during',
  'list',
  'safety',
  'trial',
  'commands.exit',
  'commands.person',
  'commands.help',
  'commands.delete',
  'commands.khmer',
  'commands.english',
  'poster.hello',
  'poster.title',
  'poster.about',
  'poster.how',
  'poster.who',
  'poster.name',
  'poster.web',
  'poster.card',
];

/** Texts of one file by their path in it (`where.ask`). */
export type FlatTexts = ReadonlyMap<string, string>;

/** Turns nested objects of strings into paths; what is neither is a problem. */
export function flatten(
  raw: unknown,
  language: Language,
  namespace: string,
): { readonly texts: FlatTexts; readonly problems: readonly Problem[] } {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const file = textFile(language, namespace);
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string') texts.set(path.join('.'), value);
    else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      problems.push({
        file,
        path,
        what: `${path.join('.') || 'the file'} is not a text`,
        mend: 'Write a text in quotation marks, or an object of texts.',
      });
    } else for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name]);
  };
  visit(raw, []);
  return { texts, problems };
}

/** That a text can be said as it stands: not empty, no foreign placeholder, no phone number. */
export function checkTexts(
  texts: FlatTexts,
  language: Language,
  namespace: string,
): readonly Problem[] {
  const file = textFile(language, namespace);
  return [...texts].flatMap(([key, text]) =>
    wrongs(text, key).map((wrong) => ({ file, path: pathOf(key), ...wrong })),
  );
}

export function pathOf(key: string): Path {
  return key.split('.');
}

type Wrong = Pick<Problem, 'what' | 'mend'>;

function wrongs(text: string, key: string): readonly Wrong[] {
  const found: Wrong[] = [];
  const strange = [...text.matchAll(/\{\{([^}]*)\}\}/g)]
    .map(([, name]) => name?.trim() ?? '')
    .filter((name) => !PLACEHOLDERS.includes(name));
  if (text.trim() === '') {
    found.push({ what: `${key} is empty`, mend: 'Write the text.' });
  }
  if (strange.length > 0) {
    found.push({
      what: `${key} has the placeholder ${strange.join(', ')}`,
      mend: `Only ${PLACEHOLDERS.join(', ')} can be filled in.`,
    });
  }
  if (/\{\{|\}\}|\$t\(/.test(text.replace(/\{\{[^{}]*\}\}/g, ''))) {
    found.push({
      what: `${key} has a bracket of a placeholder that is not whole`,
      mend: 'Write a placeholder as {{name}}; nothing else may stand in double brackets.',
    });
  }
  if (/\p{Nd}{3,}/u.test(text)) {
    found.push({
      what: `${key} has digits like a phone number`,
      mend: 'Numbers to call stand only in the services, so that a wrong one can be withdrawn. Use a services step.',
    });
  }
  return found;
}
