/** The page's own few words; everything else that a child reads comes from the flows. */

/** @typedef {keyof typeof EN} Word */

const EN = {
  title: 'Chat',
  menu: 'Menu',
  fold: 'Hide the chat',
  exit: 'Exit',
  person: 'Talk to a person',
  erase: 'Delete this chat',
  sure: 'Delete everything in this chat now?',
  yes: 'Delete',
  no: 'Keep it',
  escape: 'On a computer: press Esc twice to leave at once.',
  log: 'Messages',
  choices: 'Answers to choose from',
  message: 'Your message',
  write: 'Write here',
  send: 'Send',
  sending: 'Sending…',
  waiting: 'Not sent yet. Trying again…',
  refused: 'This could not be sent.',
  connecting: 'Connecting…',
  offline: 'No connection. Trying again…',
  ended: 'This chat has ended.',
  again: 'New chat',
  newer: 'More below',
  child: 'You',
  bot: 'Automatic answer',
  counsellor: 'Counsellor',
};

/** @type {typeof EN} */
const KM = {
  title: 'ជជែក',
  menu: 'មឺនុយ',
  fold: 'លាក់ការជជែក',
  exit: 'ចាកចេញ',
  person: 'និយាយជាមួយមនុស្សម្នាក់',
  erase: 'លុបការជជែកនេះ',
  sure: 'លុបអ្វីៗទាំងអស់ក្នុងការជជែកនេះឥឡូវនេះឬ?',
  yes: 'លុប',
  no: 'ទុកសិន',
  escape: 'លើកុំព្យូទ័រ៖ ចុច Esc ពីរដង ដើម្បីចាកចេញភ្លាម។',
  log: 'សារ',
  choices: 'ចម្លើយសម្រាប់ជ្រើសរើស',
  message: 'សាររបស់អ្នក',
  write: 'សរសេរនៅទីនេះ',
  send: 'ផ្ញើ',
  sending: 'កំពុងផ្ញើ…',
  waiting: 'មិនទាន់ផ្ញើបានទេ។ កំពុងព្យាយាមម្ដងទៀត…',
  refused: 'មិនអាចផ្ញើសារនេះបានទេ។',
  connecting: 'កំពុងភ្ជាប់…',
  offline: 'គ្មានការតភ្ជាប់។ កំពុងព្យាយាមម្ដងទៀត…',
  ended: 'ការជជែកនេះបានបញ្ចប់ហើយ។',
  again: 'ជជែកថ្មី',
  newer: 'មានបន្តខាងក្រោម',
  child: 'អ្នក',
  bot: 'ចម្លើយស្វ័យប្រវត្តិ',
  counsellor: 'អ្នកប្រឹក្សា',
};

/** @param {string} language */
function wordsOf(language) {
  return language === 'en' ? EN : KM;
}

/** @type {string} */
let current = 'km';

/** @param {Word} word */
export function say(word) {
  return wordsOf(current)[word];
}

/**
 * Puts the page's own words into a language; one that it does not know leaves them as they are.
 *
 * @param {string} language
 */
export function speak(language) {
  if (language === 'en' || language === 'km') current = language;
  document.documentElement.lang = current;
  document.title = say('title');
  for (const [attribute, put] of PLACES) {
    for (const element of document.querySelectorAll(`[data-${attribute}]`)) {
      const word = element.getAttribute(`data-${attribute}`);
      if (word !== null && word in EN) put(element, say(/** @type {Word} */ (word)));
    }
  }
}

/** @type {[string, (element: Element, word: string) => void][]} */
const PLACES = [
  [
    'word',
    (element, word) => {
      element.textContent = word;
    },
  ],
  ['label', (element, word) => element.setAttribute('aria-label', word)],
  ['hint', (element, word) => element.setAttribute('placeholder', word)],
];
