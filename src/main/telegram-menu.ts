import { botText } from '../app/words.ts';
import type { Bundle, Language } from '../domain/flow/bundle.ts';

/** In the order in which a child sees them; what they do stands in the door. */
const MENU = ['person', 'help', 'exit', 'delete'];

/** Commands that switch the language, by the language they lead to. */
const SWITCHES: readonly (readonly [string, Language])[] = [
  ['khmer', 'km'],
  ['english', 'en'],
];

/** What Telegram's menu offers in each language; with one language alone there is nothing to switch. */
export function telegramMenu(bundle: Bundle) {
  const { languages } = bundle;
  const switches = SWITCHES.filter(([, to]) => languages.length > 1 && languages.includes(to));
  const commands = [...MENU, ...switches.map(([command]) => command)];
  return languages.map((language) => ({
    language,
    list: commands.map((command) => ({
      command,
      description: botText(bundle, language, `commands.${command}`),
    })),
  }));
}
