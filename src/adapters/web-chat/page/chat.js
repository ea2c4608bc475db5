import { follow, nudge } from './follow.js';
import { fold, framed, onLeave } from './frame.js';
import { forget, vanish } from './leave.js';
import { insist, newId, safetyIn } from './link.js';
import {
  button,
  choices,
  element,
  keepEnd,
  lineOf,
  log,
  offer,
  show,
  toEnd,
  watchScroll,
} from './screen.js';
import { sender } from './send.js';
import { say, speak } from './words.js';

/** @typedef {import('./link.js').Item} Item */

/** Only from "I want a person" on, and only in this tab: a phone discards tabs, and a place in the queue is dear. */
const KEPT = 't';
/** The safety text stands on the screen once in ten minutes at most. */
const COMFORT_MS = 600000;

const state = element('state', HTMLElement);
const options = element('options', HTMLElement);
const acts = element('acts', HTMLElement);
const sure = element('sure', HTMLElement);
const over = element('over', HTMLElement);
const text = element('text', HTMLTextAreaElement);

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
let comforted = -COMFORT_MS;

/** @param {string} token */
function keep(token) {
  try {
    sessionStorage.setItem(KEPT, token);
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
  const resumed = token === null ? null : await insist('resume', token, isGone, failed);
  if (gone) return;
  if (token !== null && resumed !== null && resumed.status === 200) {
    join(token);
    if (resumed.value.mode === 'lines') resumed.value.lines.forEach(again);
    return;
  }
  forget();
  const opened = await insist('start', null, isGone, failed, campaign());
  if (opened === null || gone) return;
  if (opened.status === 201) join(opened.value.token);
  else end();
}

const isGone = () => gone;

/** The code of the poster that led here, if one did; it leaves the address bar at once. */
function campaign() {
  const code = new URLSearchParams(location.search).get('c');
  if (code === null) return {};
  history.replaceState(null, '', location.pathname);
  return { campaign: code };
}

/** @param {import('./link.js').Answer} answer */
function failed(answer) {
  tell('offline');
  comfort(safetyIn(answer));
}

/**
 * What can be said when our side takes nothing in; not again and again.
 *
 * @param {import('./link.js').Told[]} told
 */
function comfort(told) {
  const now = Date.now();
  if (told.length === 0 || now - comforted < COMFORT_MS) return;
  comforted = now;
  const own = told.filter((one) => talk !== null && one.language === language);
  show((own.length > 0 ? own : told).map((one) => lineOf('bot', one.text, one.language, null)));
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
  const line = sender({
    token,
    stopped: isStopped,
    onState: mark,
    onSafety: comfort,
    onOver: () => finish(mine),
  });
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
  show(texts.map((one) => lineOf(item.from, one, language, item.label, item.reach)));
  // A message without choices leaves no question open: the buttons of the one before are spent.
  offer(item, (id, shown) => speakUp({ choice: id }, shown));
}

/** @param {{ from: 'child' | 'bot' | 'counsellor', label: string | null, text: string, language: string }} line */
function again(line) {
  language = line.language;
  speak(language);
  show([lineOf(line.from, line.text, line.language, line.label)]);
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
  toEnd();
  talk.send({ id, ...message });
}

/**
 * @param {{ id: string }} message
 * @param {import('./link.js').SendState} how
 */
function mark({ id }, how) {
  const note = document.querySelector(`#m${id} small`);
  if (note !== null) {
    keepEnd(() => {
      note.textContent = how === 'sent' ? '' : say(how);
    });
  }
  if (how === 'sent') nudge();
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
  forget();
  tell(null);
  choices.replaceChildren();
  openMenu(false);
  enable(false);
  over.hidden = false;
  toEnd();
}

function exit() {
  if (gone) return;
  gone = true;
  const token = talk === null ? null : talk.token;
  if (talk !== null) talk.stop();
  talk = null;
  vanish(token);
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
  button('fold').hidden = !framed;
  button('fold').addEventListener('click', fold);
  onLeave(exit);
  watchScroll();
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
  forget();
  if (talk !== null) talk.send({ id: newId(), choice: 'erase' });
  log.focus({ preventScroll: true });
}

speak((navigator.language || 'km').startsWith('en') ? 'en' : 'km');
listen();
void begin();
