import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../../locales/en/console.json';
import km from '../../locales/km/console.json';

export const UI_LANGUAGES = ['km', 'en'] as const;
export type UiLanguage = (typeof UI_LANGUAGES)[number];

const REMEMBERED = 'tvear.language';

export const isUiLanguage = (text: string): text is UiLanguage =>
  UI_LANGUAGES.some((language) => language === text);

/** Starts the console's own words; a missing key falls back to English, so that nobody is shown a code. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next.use(initReactI18next).init({
    lng: remembered() ?? preferred(),
    fallbackLng: 'en',
    resources: { en: { console: en }, km: { console: km } },
    defaultNS: 'console',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** The person's own choice on this machine wins over the language of their account. */
export function chooseLanguage(language: UiLanguage): void {
  localStorage.setItem(REMEMBERED, language);
  void i18next.changeLanguage(language);
}

export function followAccount(language: string): void {
  if (remembered() === null && isUiLanguage(language)) void i18next.changeLanguage(language);
}

function remembered(): UiLanguage | null {
  const found = localStorage.getItem(REMEMBERED) ?? '';
  return isUiLanguage(found) ? found : null;
}

function preferred(): UiLanguage {
  return navigator.language.startsWith('en') ? 'en' : 'km';
}
