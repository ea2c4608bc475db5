import { follow } from './follow.js';
import { insist, leave, newId } from './link.js';
import { sender } from './send.js';
import { say, speak } from './words.js';

/** @typedef {import('./link.js').Item} Item */

/** Only from "I want a person" on, and only in this tab: a phone discards tabs, and a place in the queue is dear. */
const KEPT = 't';

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(id);
  return found;
}

/** @param {string} id */
const button = (id) => element(id, HTMLButtonElement);

const scroller = element('scroller', HTMLElement);
const log = element('log', HTMLElement);
const choices = element('choices', HTMLElement);
const state = element('state', HTMLElement);
const options = element('options', HTMLElement);
const acts = element('acts', HTMLElement);
const sure = element('sure', HTMLElement);
const over = element('over', HTMLElement);
const text = element('text', HTMLTextAreaElement);
const newer = button('newer');

/**
 * One conversation as this page knows it. The next one gets a new one, so that nothing late finds its way in.
 *
 * @typedef {{ token: string, seen: Set<string>, send: (message: import('./link.js').Message) => void,
 *   stop: () => void }} Talk
 */

/** @type {Talk | null} */
let talk = null;
let gone = false;
/** The language of the last message. */
let language = 'km';

/** @param {string | null} token */
function keep(token) {
  try {
    if (token === null) sessionStorage.clear();
    else sessionStorage.setItem(KEPT, token);
  } catch {
    // A browser that keeps nothing loses the talk at a reload, no more.
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

async function begin() {
  tell('connecting');
  over.hidden = true;
  const token = kept();
  const resumed =
    token === null
      ? null
      : await insist(
          'resume',
          token,
          () => gone,
          () => tell('offline'),
        );
  if (gone) return;
  if (token !== null && resumed !== null && resumed.status === 200) {
    join(token);
    if (resumed.value.mode === 'lines') resumed.value.lines.forEach(again);
    return;
  }
  keep(null);
  const opened = await insist(
    'start',
    null,
    () => gone,
    () => tell('offline'),
  );
  if (opened === null || gone) return;
  if (opened.status === 201) join(opened.value.token);
  else end();
}

/** @param {string} token */
function join(token) {
  let stopped = false;
  const isStopped = () => stopped || gone;
  const unfollow = follow({
    token,
    onItem: (item) => take(mine, item),
    onOver: () => finish(mine),
    onLive: (live) => tell(live ? null : 'offline'),
  });
  const line = sender({ token, stopped: isStopped, onState: mark, onOver: () => finish(mine) });
  /** @type {Talk} */
  const mine = {
    token,
    seen: new Set(),
    send: line.send,
    stop: () => {
      stopped = true;
      unfollow();
    },
  };
  talk = mine;
  enable(true);
}

/**
 * @param {Talk} from
 * @param {Item} item
 */
function take(from, item) {
  if (from !== talk || from.seen.has(item.id)) return;
  from.seen.add(item.id);
  if (item.keep) keep(from.token);
  language = item.language;
  speak(language);
  if (item.standing) {
    button('exit').textContent = item.standing.exit;
    button('person').textContent = item.standing.person;
  }
  const numbered = item.discreet ? item.choices.map(({ label }, at) => `${at + 1}. ${label}`) : [];
  const texts = numbered.length > 0 ? [...item.texts, numbered.join('\n')] : item.texts;
  show(texts.map((one) => lineOf(item.from, one, language, item.label)));
  // A message without choices leaves no question open: the buttons of the one before are spent.
  offer(item);
}

/** @param {{ from: 'child' | 'bot' | 'counsellor', label: string | null, text: string, language: string }} line */
function again(line) {
  language = line.language;
  speak(language);
  show([lineOf(line.from, line.text, line.language, line.label)]);
}

/**
 * @param {'child' | 'bot' | 'counsellor'} from
 * @param {string} said
 * @param {string} lang
 * @param {string | null} label a counsellor's, which everyone sees
 */
function lineOf(from, said, lang, label) {
  const line = document.createElement('div');
  line.className = `line ${from}`;
  const who = document.createElement('span');
  who.className = label === null ? 'unseen' : 'who';
  who.textContent = label ?? `${say(from)}: `;
  const words = document.createElement('p');
  words.lang = lang;
  words.dir = 'auto';
  words.textContent = said;
  line.append(who, words);
  return line;
}

/**
 * Shows new lines from their beginning, unless the reader has gone back to older ones.
 *
 * @param {HTMLElement[]} lines
 */
function show(lines) {
  const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  log.append(...lines);
  const first = lines[0];
  if (first === undefined) return;
  if (near) scroller.scrollTop = first.offsetTop - 16;
  else newer.hidden = false;
}

/** @param {Item} item */
function offer(item) {
  choices.className = item.discreet ? 'numbers' : '';
  choices.replaceChildren(
    ...item.choices.map(({ id, label }, at) => {
      const choice = document.createElement('button');
      choice.type = 'button';
      choice.lang = item.language;
      choice.dir = 'auto';
      choice.textContent = item.discreet ? String(at + 1) : label;
      if (item.discreet) choice.setAttribute('aria-label', `${at + 1}. ${label}`);
      choice.addEventListener('click', () => {
        choices.replaceChildren();
        speakUp({ choice: id }, item.discreet ? String(at + 1) : label);
        log.focus({ preventScroll: true });
      });
      return choice;
    }),
  );
}

/**
 * @param {{ text?: string, choice?: string }} message
 * @param {string} shown
 */
function speakUp(message, shown) {
  if (talk === null) return;
  const id = newId();
  const line = lineOf('child', shown, language, null);
  line.id = `m${id}`;
  const note = document.createElement('small');
  note.lang = document.documentElement.lang;
  line.append(note);
  log.append(line);
  scroller.scrollTop = scroller.scrollHeight;
  talk.send({ id, ...message });
}

/**
 * @param {{ id: string }} message
 * @param {import('./link.js').SendState} how
 */
function mark({ id }, how) {
  const note = document.querySelector(`#m${id} small`);
  if (note !== null) note.textContent = how === 'sent' ? '' : say(how);
}

/** @param {import('./words.js').Word | null} word */
function tell(word) {
  state.textContent = word === null ? '' : say(word);
}

/** @param {boolean} on */
function enable(on) {
  text.disabled = !on;
  button('send').disabled = !on;
  button('menu').disabled = !on;
}

/** @param {Talk} which */
function finish(which) {
  if (which === talk) end();
}

/** The conversation is over, whoever ended it: nothing of it is left in the browser but what stands on the screen. */
function end() {
  if (talk !== null) talk.stop();
  talk = null;
  keep(null);
  tell(null);
  choices.replaceChildren();
  openMenu(false);
  enable(false);
  over.hidden = false;
  scroller.scrollTop = scroller.scrollHeight;
}

/** Out, now: the server kills the talk, the screen is blank, and this page is not in the way back. */
function exit() {
  if (gone) return;
  gone = true;
  if (talk !== null) {
    leave(talk.token);
    talk.stop();
    talk = null;
  }
  keep(null);
  const neutral = document.body.dataset['neutral'] || 'about:blank';
  document.body.replaceChildren();
  document.title = '\u200b';
  location.replace(neutral);
}

/** @param {boolean} open */
function openMenu(open) {
  options.hidden = !open;
  acts.hidden = false;
  sure.hidden = true;
  button('menu').setAttribute('aria-expanded', String(open));
}

function sendText() {
  const written = text.value.trim();
  if (written === '' || talk === null) return;
  text.value = '';
  grow();
  speakUp({ text: written }, written);
}

/** As tall as its text, up to a few lines. */
function grow() {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight, 140)}px`;
}

let escaped = 0;

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== 'Escape' || event.repeat) return;
  const now = Date.now();
  if (now - escaped < 1000) return exit();
  escaped = now;
  if (options.hidden) return;
  openMenu(false);
  button('menu').focus();
}

function listen() {
  button('exit').addEventListener('click', exit);
  document.addEventListener('keydown', onKey);
  button('menu').addEventListener('click', () => openMenu(options.hidden === true));
  button('person').addEventListener('click', () => {
    openMenu(false);
    speakUp({ choice: 'person' }, button('person').textContent || '');
    log.focus({ preventScroll: true });
  });
  button('erase').addEventListener('click', () => {
    acts.hidden = true;
    sure.hidden = false;
    button('erase-no').focus();
  });
  button('erase-no').addEventListener('click', () => {
    openMenu(true);
    button('erase').focus();
  });
  button('erase-yes').addEventListener('click', erase);
  button('again').addEventListener('click', () => {
    log.replaceChildren();
    text.focus();
    void begin();
  });
  element('composer', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    sendText();
  });
  text.addEventListener('input', grow);
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendText();
  });
  newer.addEventListener('click', () => {
    scroller.scrollTop = scroller.scrollHeight;
    log.focus({ preventScroll: true });
  });
  scroller.addEventListener('scroll', () => {
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120)
      newer.hidden = true;
  });
  // A page out of the back-forward cache would show a talk that was left.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

/** What stands on the screen goes at once; the server erases the rest and says so in one neutral line. */
function erase() {
  openMenu(false);
  log.replaceChildren();
  choices.replaceChildren();
  keep(null);
  if (talk !== null) talk.send({ id: newId(), choice: 'erase' });
  log.focus({ preventScroll: true });
}

speak((navigator.language || 'km').startsWith('en') ? 'en' : 'km');
listen();
void begin();
