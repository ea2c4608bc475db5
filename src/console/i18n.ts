import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { lastAsked } from './state/last-asked.ts';

export const UI_LANGUAGES = ['km', 'en'] as const;
export type UiLanguage = (typeof UI_LANGUAGES)[number];

/** Each language is a file of its own, and only the one in use is fetched: both have every key. */
const WORDS = {
  km: () => import('../../locales/km/console.json'),
  en: () => import('../../locales/en/console.json'),
} as const satisfies Record<UiLanguage, unknown>;

const REMEMBERED = 'tvear.language';

export const isUiLanguage = (text: string): text is UiLanguage =>
  UI_LANGUAGES.some((language) => language === text);

/** Starts the console's own words. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  const language = remembered() ?? preferred();
  const { default: words } = await WORDS[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { [language]: { console: words } },
    defaultNS: 'console',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** The person's own choice on this machine wins over the language of their account. */
export function chooseLanguage(language: UiLanguage): void {
  localStorage.setItem(REMEMBERED, language);
  void speak(language);
}

export function followAccount(language: string): void {
  if (remembered() === null && isUiLanguage(language)) void speak(language);
}

const newest = lastAsked();

/** Stays with the words that are there when others cannot be fetched. A choice outruns the account's language, which was asked for before. */
async function speak(language: UiLanguage): Promise<void> {
  const words = await newest(WORDS[language]);
  if (words === null) return;
  i18next.addResourceBundle(language, 'console', words.default);
  await i18next.changeLanguage(language);
}

function remembered(): UiLanguage | null {
  const found = localStorage.getItem(REMEMBERED) ?? '';
  return isUiLanguage(found) ? found : null;
}

function preferred(): UiLanguage {
  return navigator.language.startsWith('en') ? 'en' : 'km';
}
