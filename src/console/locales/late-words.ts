import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

type Words = Readonly<Record<string, unknown>>;

/** Words that come with a part that is loaded late, so that the first page need not carry them. */
export function lateWords(name: string, en: Words, km: Words) {
  i18next.addResourceBundle('en', name, en);
  i18next.addResourceBundle('km', name, km);
  return () => useTranslation(name);
}
