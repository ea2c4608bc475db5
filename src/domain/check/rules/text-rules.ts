import type { Bundle } from '../../flow/bundle.ts';
import { pathOf } from '../../flow/check-texts.ts';
import { textFile } from '../../flow/problem.ts';
import { lengthOf } from '../../text/length.ts';
import { type BundleText, bundleTexts, type TextsByLanguage } from '../bundle-texts.ts';
import type { Finding, Rule, Tally } from '../rule.ts';
import { FORBIDDEN, plain } from './forbidden.ts';

export const TEXT_RULES: readonly Rule[] = [
  {
    id: 'no-promise',
    serves: ['R3', 'R30'],
    proves:
      'No text holds a phrase of the list of promises: 100%, secret, nobody will know, you are safe now, we will remove.',
    person: 'Whether a text promises in other words.',
  },
  {
    id: 'no-blame',
    serves: ['R11'],
    proves: 'No text holds a phrase of the list that blames the child or judges the picture.',
    person: 'Whether the tone blames without such a phrase.',
  },
  {
    id: 'right-terms',
    serves: ['R22'],
    proves:
      'No text holds a term of the list that harms children, such as child pornography, or victim.',
    person: 'Whether the Khmer words are those that young people use.',
  },
  {
    id: 'never-human',
    serves: ['R4'],
    proves:
      'No text of the bot says I, or that it is a person, a counsellor or the police; labels are the child’s words and left out.',
    person: '',
  },
  {
    id: 'asks-no-identity',
    serves: ['R5'],
    proves: 'No text asks for a name, number, school, address, age or identity.',
    person: 'Whether a closed question could identify a child together with others.',
  },
  {
    id: 'asks-no-story',
    serves: ['R7', 'R8'],
    proves: 'No text holds a phrase of the list that asks for the story, investigates or doubts.',
    person: 'Whether a question still feels like one.',
  },
  {
    id: 'no-family-by-default',
    serves: ['R17'],
    proves: 'No text sends the child to a parent, a relative or a teacher.',
    person: '',
  },
  {
    id: 'no-medical-or-legal-advice',
    serves: ['R22'],
    proves: 'No text holds a phrase of the list of medical or legal advice.',
    person: 'Legal and clinical sign-off of every flow.',
  },
  {
    id: 'no-false-return',
    serves: ['R30'],
    proves: 'No text says that someone comes back or calls soon.',
    person: '',
  },
  {
    id: 'plain-words',
    serves: ['R45'],
    proves: 'No text holds jargon or an abbreviation of the list.',
    person: 'Whether a child of twelve understands each text.',
  },
  {
    id: 'no-deleting-of-proof',
    serves: ['R20'],
    proves:
      'No text holds a phrase of deleting, clearing or removing, unless it says not to, or names the chat with us.',
    person: 'Whether a text leads to it in other words; whether it is clear which chat is meant.',
  },
  {
    id: 'no-keeping-of-pictures',
    serves: ['R21'],
    proves:
      'No text holds a phrase of saving, showing or passing on a picture or a video, unless it says not to; none asks for a link.',
    person: 'Whether a text leads to it in other words.',
  },
  {
    id: 'gender-open',
    serves: ['R47'],
    proves: 'No text speaks of or to one gender only.',
    person: 'Whether boys and girls find themselves in it.',
  },
  {
    id: 'placeholders-are-filled',
    serves: ['R44'],
    proves:
      'A text has no placeholder but those that the bot fills in where it is said: the hours in what a step says, the wait and the name in the bot’s own lines.',
    person: '',
  },
  {
    id: 'no-number-in-texts',
    serves: ['R40', 'R41', 'R43'],
    proves:
      'No text holds three digits in a row, Latin or Khmer, with or without signs between; numbers come from the services alone.',
    person: 'That each number of the directory is right: a person calls it.',
  },
  {
    id: 'no-link-in-texts',
    serves: ['R21', 'R40', 'R41'],
    proves: 'No text holds a link; links come from the services alone.',
    person: 'That each link of the directory is right: a person opens it.',
  },
  {
    id: 'short-sentences',
    serves: ['R45'],
    proves: 'Every text has at most two sentences of at most 160 code points.',
    person: '',
  },
  {
    id: 'short-texts',
    serves: ['R46'],
    proves: 'Every text has at most 640 code points, every label at most 20.',
    person: '',
  },
];

const ID = new Map(TEXT_RULES.map((rule) => [rule.id, rule]));
/** The child's own words may say "I", and what is not asked cannot ask. */
const NOT_FOR_LABELS = new Set([
  'never-human',
  'asks-no-identity',
  'asks-no-story',
  'no-blame',
  'no-deleting-of-proof',
  'no-keeping-of-pictures',
]);
/** A counsellor is a person, and may say so. */
const FROM_A_PERSON = /^(canned|guidance):/;
/** What a counsellor is told not to say is quoted there, and nothing else. */
const NOT_TO_SAY = /^guidance:[a-z-]+\.avoid\./;
const NUMBER = /\p{Nd}(?:[\s.,\-()/\u200b]*\p{Nd}){2,}/u;
/** From one hour of the day to another is no number to call. */
const HOURS =
  /(?<!\p{Nd})\p{Nd}{1,2}(?::\p{Nd}{2})?\s*[-–]\s*\p{Nd}{1,2}(?::\p{Nd}{2})?(?![\p{Nd}\s-]*\p{Nd})/gu;
const LINK =
  /\bhttps?:|\bwww\.|\b[a-z0-9-]+\.(com|org|net|info|me|io|app|kh|[a-z]{2}\/)\b|@[a-z0-9_]{3,}/i;
const SENTENCE_END = /[.!?]+(?=\s|$)|[។៕]+/gu;
/** What is shown as an example stands in a sentence of ours. */
const QUOTED = /«[^»]*»|“[^”]*”|"[^"]*"/g;
const PLACEHOLDER = /\{\{([^}]*)\}\}/g;
/** What the bot fills in beside the hours, by its own texts. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  'bot:waiting.range': ['from', 'to'],
  'bot:joined': ['alias'],
  'bot:rejoined': ['alias'],
  'bot:transferred': ['alias'],
  'bot:counsellor': ['alias'],
};

/** Reads every text of the bundle, used or not, in every language. */
export function checkTexts(
  bundle: Bundle,
  texts: TextsByLanguage,
  tally: Tally,
): readonly Finding[] {
  return bundleTexts(bundle, texts).flatMap((text) => [
    ...forbidden(text, tally),
    ...digits(text, tally),
    ...links(text, tally),
    ...sentences(text, tally),
    ...lengths(text, tally),
    ...placeholders(text, tally),
  ]);
}

function forbidden(text: BundleText, tally: Tally): readonly Finding[] {
  const words = plain(ownWords(text).replace(PLACEHOLDER, ''));
  return FORBIDDEN.flatMap(({ rule, why, mend, words: lists }) => {
    const list = lists[text.language];
    if (list === undefined || !isFor(rule, text)) return [];
    tally.count(rule);
    const hit = list.exec(words)?.[0];
    return hit === undefined ? [] : [finding(rule, text, `“${hit}” ${why}`, mend)];
  });
}

function isFor(rule: string, { use, key }: BundleText): boolean {
  if (rule === 'never-human' && FROM_A_PERSON.test(key)) return false;
  return use !== 'label' || !NOT_FOR_LABELS.has(rule);
}

function ownWords({ key, text }: BundleText): string {
  return NOT_TO_SAY.test(key) ? text.replace(QUOTED, '') : text;
}

function links(text: BundleText, tally: Tally): readonly Finding[] {
  tally.count('no-link-in-texts');
  const hit = LINK.exec(text.text)?.[0];
  if (hit === undefined) return [];
  const mend = 'Let a services step show it, so that a wrong link can be withdrawn at once.';
  return [finding('no-link-in-texts', text, `it holds a link, “${hit}”`, mend)];
}

function digits(text: BundleText, tally: Tally): readonly Finding[] {
  tally.count('no-number-in-texts');
  if (!NUMBER.test(text.text.replace(HOURS, ''))) return [];
  const mend = 'Let a services step show it, so that a wrong number can be withdrawn at once.';
  return [finding('no-number-in-texts', text, 'it holds a number', mend)];
}

function sentences(text: BundleText, tally: Tally): readonly Finding[] {
  if (text.use === 'label') return [];
  tally.count('short-sentences');
  const parts = text.text
    .replace(QUOTED, 'q')
    .split(SENTENCE_END)
    .filter((part) => /\p{L}/u.test(part));
  const longest = Math.max(0, ...parts.map((part) => lengthOf(part.trim(), 'code-points')));
  const found: Finding[] = [];
  if (parts.length > 2) {
    const mend = 'Leave something out, or say it in a text of its own.';
    found.push(finding('short-sentences', text, `it has ${parts.length} sentences`, mend));
  }
  if (longest > 160) {
    const what = `a sentence has ${longest} code points`;
    found.push(finding('short-sentences', text, what, 'Make two of it; 160 is the most.'));
  }
  return found;
}

function lengths(text: BundleText, tally: Tally): readonly Finding[] {
  tally.count('short-texts');
  const length = lengthOf(text.text, 'code-points');
  const most = text.use === 'label' ? 20 : 640;
  if (length <= most) return [];
  const what = `it has ${length} code points`;
  return [finding('short-texts', text, what, `Keep to ${most}, which every channel shows whole.`)];
}

function placeholders({ use, ...text }: BundleText, tally: Tally): readonly Finding[] {
  const names = [...text.text.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
  if (names.length > 0) tally.count('placeholders-are-filled');
  const known = FILLED_IN[text.key] ?? (use === 'step' ? ['hours'] : []);
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length === 0) return [];
  const what = `nothing fills in ${strange.join(', ')} here, so that a hole is left`;
  const mend = 'Leave it out, or say it where the bot knows it: docs/flow-format.md lists them.';
  return [finding('placeholders-are-filled', { use, ...text }, what, mend)];
}

function finding(rule: string, { language, key }: BundleText, what: string, mend: string): Finding {
  if (!ID.has(rule)) throw new Error(`no rule ${rule}`);
  const colon = key.indexOf(':');
  return {
    rule,
    file: textFile(language, key.slice(0, colon)),
    path: pathOf(key.slice(colon + 1)),
    what: `${key.slice(colon + 1)}: ${what}`,
    mend,
    talk: [],
  };
}
