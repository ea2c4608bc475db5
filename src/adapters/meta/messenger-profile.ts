import { GET_STARTED } from './messenger-inbound.ts';

/** The words of the page's menu in one language; neutral, since they stand where anybody looks (R38). */
export interface MenuWords {
  /** Messenger's locale (`km_KH`). The first language of a list is also the one of everybody else. */
  readonly locale: string;
  /** Begins, or begins again. */
  readonly start: string;
  readonly person: string;
  readonly help: string;
  readonly exit: string;
}

/** A menu's title is at most 30 characters [M]; a question's 80 [M]. Neither is cut: the set-up refuses what is longer. */
const TITLE = 30;
const QUESTION = 80;

/** What is put on the page: the button of a new talk, the menu that is always there, the first questions. */
export function messengerProfile(languages: readonly MenuWords[]) {
  const [first] = languages;
  if (first === undefined) throw new Error('messenger: a menu needs a language');
  // Every profile needs one for the languages that it does not name.
  const all = [{ ...first, locale: 'default' }, ...languages];
  return {
    get_started: { payload: GET_STARTED },
    persistent_menu: all.map((words) => ({
      locale: words.locale,
      composer_input_disabled: false,
      call_to_actions: [
        postback(words.person, 'person'),
        postback(words.help, 'help'),
        postback(words.exit, 'exit'),
      ],
    })),
    ice_breakers: all.map((words) => ({
      locale: words.locale,
      call_to_actions: [
        { question: words.start, payload: GET_STARTED },
        { question: words.person, payload: 'person' },
      ],
    })),
  };
}

function postback(title: string, payload: string) {
  return { type: 'postback', title, payload };
}

/** The words that are too long for where they stand. */
export function overlong(languages: readonly MenuWords[]): readonly string[] {
  return languages.flatMap(({ start, person, help, exit }) => [
    ...[person, help, exit].filter((title) => title.length > TITLE),
    ...[start].filter((question) => question.length > QUESTION),
  ]);
}
