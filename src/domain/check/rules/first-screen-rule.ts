import type { Language } from '../../flow/bundle.ts';
import { HOLDS, type Look, type TurnRule, type Wrong, wrong } from '../turn-rule.ts';
import { TOPICAL } from './forbidden.ts';

const MOST_TEXTS = 3;

/** What the first screen says, by the words that say it. */
const SAYS: readonly {
  readonly what: string;
  readonly words: Readonly<Record<Language, RegExp>>;
}[] = [
  {
    what: 'that a program writes, not a person',
    words: { en: /\b(automatic )?program\b.*\bnot a person\b/s, km: /កម្មវិធី.*មិនមែនមនុស្ស/s },
  },
  {
    what: 'that a person can join',
    words: { en: /\bperson can join\b/, km: /មនុស្ស[^។]*អាចចូល/ },
  },
  {
    what: 'that it is no emergency service',
    words: { en: /\bnot an emergency service\b/, km: /មិនមែនជាសេវាសង្គ្រោះបន្ទាន់/ },
  },
  { what: 'how to leave', words: { en: /\bexit\b/, km: /ចាកចេញ/ } },
];

export const FIRST_SCREEN_RULE: TurnRule = {
  id: 'first-screen-is-plain',
  serves: ['R1'],
  proves:
    'The first screen says in at most three texts, by a phrase of the list, that a program writes, that a person can join, that it is no emergency service and how to leave; it asks for the language where there are several, of those that the bundle speaks, and holds no word of the subject.',
  person: 'Whether a child takes it in, and how it looks in each app.',
  check: (look) => {
    const { start, flows } = look.bundle;
    const [first] = look.passed;
    if (first?.flow !== start || first.id !== flows.get(start)?.start) return null;
    const said = look.said.filter((key) => key.startsWith(`${start}:`));
    return [
      ...(said.length > MOST_TEXTS ? lacks(`it says ${said.length} texts`) : HOLDS),
      ...languageOf(look),
      ...[...unsaid(look, said)].flatMap(lacks),
      ...said.flatMap((key) => topical(look, key)),
    ];
  },
};

function languageOf({ passed, bundle }: Look): readonly Wrong[] {
  // Where one language is spoken, there is nothing to choose.
  if (bundle.languages.length === 1) return HOLDS;
  const last = passed.at(-1)?.step;
  const picks = last?.kind === 'ask' && last.save === 'language' ? last.choices : [];
  const missing = bundle.languages.filter((language) => !picks.some(({ is }) => is === language));
  const silent = picks.filter(({ is }) => !bundle.languages.includes(is)).map(({ is }) => is);
  return [
    ...(missing.length === 0 ? HOLDS : lacks(`it does not offer ${missing.join(', ')}`)),
    ...(silent.length === 0 ? HOLDS : lacks(`it offers ${silent.join(', ')}, without any texts`)),
  ];
}

function unsaid(look: Look, said: readonly string[]): ReadonlySet<string> {
  const languages = look.words(said[0] ?? '').map(({ language }) => language);
  const missing = languages.flatMap((language) => {
    const texts = said.flatMap((key) => look.words(key).filter((one) => one.language === language));
    const whole = texts.map(({ text }) => text).join('\n');
    return SAYS.filter(({ words }) => words[language]?.test(whole) === false).map(
      ({ what }) => `it does not say ${what} (${language})`,
    );
  });
  return new Set(missing);
}

function topical(look: Look, key: string): readonly Wrong[] {
  return look.words(key).flatMap(({ language, text }) => {
    const hit = TOPICAL[language]?.exec(text)?.[0];
    return hit === undefined ? [] : lacks(`${key} says “${hit}”`);
  });
}

function lacks(what: string): readonly Wrong[] {
  return wrong(
    `the first screen: ${what}`,
    'Say in three short texts: a program, a person can join, no emergency service, how to leave; then ask for the language.',
  );
}
