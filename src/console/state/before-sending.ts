import { scriptOf } from './script-of.ts';

/** What a counsellor is asked about before a line leaves. */
export type SendDoubt = 'phone' | 'link' | 'own-name' | 'language-km' | 'language-en';

/** Six digits or more, of any script, with what people write between the digits of a phone number. */
const PHONE = /\p{Nd}(?:[ .()/\u00A0\u200B-]{0,2}\p{Nd}){5,}/u;
const LINK =
  /(?:https?:\/\/|www\.)\S|(?<![\p{L}\p{N}@])(?:[a-z0-9-]+\.)+(?:com|net|org|info|app|link|me|ly|io|gl|kh)(?![a-z0-9.-]*[a-z0-9])/iu;

/** The reasons to ask again before this line is sent, in the order in which they are shown. */
export function doubtsOf(
  line: string,
  signInName: string,
  childLanguage: string | null = null,
): readonly SendDoubt[] {
  const doubts: SendDoubt[] = [];
  if (PHONE.test(line)) doubts.push('phone');
  if (LINK.test(line)) doubts.push('link');
  if (hasWord(line.toLowerCase(), signInName.trim().toLowerCase())) doubts.push('own-name');
  if (childLanguage === 'km' && /[a-z]/i.test(line) && scriptOf(line) === 'en') {
    doubts.push('language-km');
  }
  if (childLanguage === 'en' && scriptOf(line) === 'km') doubts.push('language-en');
  return doubts;
}

/** A name inside a longer word is not the name. */
function hasWord(line: string, name: string): boolean {
  if (name === '') return false;
  const words = line
    .split(/[^\p{L}\p{M}\p{N}._-]+/u)
    .map((word) => word.replace(/^[._-]+|[._-]+$/g, ''));
  return words.includes(name);
}
