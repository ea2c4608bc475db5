import type { Bundle, Language, TextKey } from '../domain/flow/bundle.ts';
import { fillTemplate, type Words } from '../domain/flow/draft.ts';

/** One of the bot's own texts, outside a turn. */
export function botText(
  bundle: Bundle,
  language: Language,
  key: string,
  words: Words = {},
): string {
  const name: TextKey = `bot:${key}`;
  const { texts, languages } = bundle;
  return fillTemplate(
    texts.get(language, name) ?? texts.get(languages[0] ?? '', name) ?? [],
    words,
  );
}
