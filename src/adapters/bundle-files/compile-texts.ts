import { createInstance } from 'i18next';
import type { Language, Template, TextKey, Texts } from '../../domain/flow/bundle.ts';

/** What stands in the text files: per language and namespace (a flow's id, or `bot`), text by path. */
export type Resources = ReadonlyMap<Language, ReadonlyMap<string, ReadonlyMap<string, string>>>;

/**
 * Resolves every text through i18next once and cuts it at its placeholders, so that a turn only looks up and joins.
 * No language falls back to another: a text that is missing stays missing, and the loader refuses it.
 */
export function compileTexts(resources: Resources): Texts {
  const compiled = new Map(
    [...resources].map(([language, files]) => [language, compileLanguage(language, files)]),
  );
  return { get: (language, key) => compiled.get(language)?.get(key) };
}

function compileLanguage(
  language: Language,
  files: ReadonlyMap<string, ReadonlyMap<string, string>>,
): ReadonlyMap<TextKey, Template> {
  const i18n = createInstance();
  // A flat resource needs another separator than the dot, which is part of its keys.
  const options = {
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: ':',
    initAsync: false,
  } as const;
  const flat = Object.fromEntries(
    [...files].map(([name, texts]) => [name, Object.fromEntries(texts)]),
  );
  void i18n.init({ ...options, ns: [...files.keys()], resources: { [language]: flat } });
  const translate = i18n.getFixedT(language);
  const keys = [...files].flatMap(([name, texts]) =>
    [...texts.keys()].map((path) => `${name}:${path}`),
  );
  return new Map(keys.map((key) => [key, cut(translate(key, { skipInterpolation: true }))]));
}

/** Odd entries are the names of placeholders. */
function cut(text: string): Template {
  return text.split(/\{\{\s*([a-z]+)\s*\}\}/);
}
