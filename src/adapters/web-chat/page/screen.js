import { say } from './words.js';

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(id);
  return found;
}

/** @param {string} id */
export const button = (id) => element(id, HTMLButtonElement);

/** Within this of the end a reader counts as reading along. */
const NEAR_PX = 120;
/** Less than a line: nothing that could be read or tapped is out of sight. */
const END_PX = 24;

export const scroller = element('scroller', HTMLElement);
export const log = element('log', HTMLElement);
export const choices = element('choices', HTMLElement);
const newer = button('newer');

/**
 * @param {'child' | 'bot' | 'counsellor'} from
 * @param {string} said
 * @param {string} lang
 * @param {string | null} label a counsellor's, which everyone sees
 * @param {string[]} [reach] numbers and addresses of the directory, which can be tapped where they stand
 */
export function lineOf(from, said, lang, label, reach = []) {
  const line = document.createElement('div');
  line.className = `line ${from}`;
  const who = document.createElement('span');
  who.className = label === null ? 'unseen' : 'who';
  who.textContent = label ?? `${say(from)}: `;
  const words = document.createElement('p');
  words.lang = lang;
  words.dir = 'auto';
  words.append(...linked(said, reach));
  line.append(who, words);
  return line;
}

/**
 * Nothing but what the directory vouches for becomes a link; what anyone wrote stays words.
 *
 * @param {string} said
 * @param {string[]} reach
 * @returns {(string | HTMLAnchorElement)[]}
 */
function linked(said, reach) {
  const found = reach
    .filter((one) => wayTo(one) !== null && said.includes(one))
    .sort((a, b) => said.indexOf(a) - said.indexOf(b));
  const first = found[0];
  if (first === undefined) return [said];
  const at = said.indexOf(first);
  const link = document.createElement('a');
  link.href = wayTo(first) ?? '';
  link.textContent = first;
  link.rel = 'noopener noreferrer';
  if (!link.href.startsWith('tel:')) link.target = '_blank';
  const others = found.filter((one) => one !== first);
  return [said.slice(0, at), link, ...linked(said.slice(at + first.length), others)];
}

/** @param {string} reach */
function wayTo(reach) {
  if (/^https:\/\//.test(reach)) return reach;
  return /^\+?[\d\s().-]+$/.test(reach) ? `tel:${reach.replace(/[^\d+]/g, '')}` : null;
}

/**
 * Shows new lines from their beginning, unless the reader has gone back to older ones.
 *
 * @param {HTMLElement[]} lines
 */
export function show(lines) {
  const near = isNear();
  log.append(...lines);
  const first = lines[0];
  if (first !== undefined && near) scroller.scrollTop = first.offsetTop - 16;
  hint();
}

export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

/**
 * Changes what stands there already; whoever reads the end stays at it.
 *
 * @param {() => void} change
 */
export function keepEnd(change) {
  const near = isNear();
  change();
  if (near) toEnd();
  hint();
}

function isNear() {
  return below() < NEAR_PX;
}

function below() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
}

/** On a small screen the answers may stand below what is read first: that must be seen. */
function hint() {
  newer.hidden = below() < END_PX;
}

/**
 * The answers to pick from, as buttons; as numbers where a tapped label must not stay on the screen.
 *
 * @param {import('./link.js').Item} item
 * @param {(id: string, shown: string) => void} pick
 */
export function offer(item, pick) {
  choices.className = item.discreet ? 'numbers' : '';
  choices.replaceChildren(
    ...item.choices.map(({ id, label }, at) => {
      const number = String(at + 1);
      const choice = document.createElement('button');
      choice.type = 'button';
      choice.lang = item.language;
      choice.dir = 'auto';
      choice.textContent = item.discreet ? number : label;
      if (item.discreet) choice.setAttribute('aria-label', `${number}. ${label}`);
      choice.addEventListener('click', () => {
        choices.replaceChildren();
        pick(id, item.discreet ? number : label);
        log.focus({ preventScroll: true });
      });
      return choice;
    }),
  );
  hint();
}

export function watchScroll() {
  // Where a browser does not do so itself: what scrolls can be reached without a mouse.
  scroller.tabIndex = 0;
  newer.addEventListener('click', () => {
    toEnd();
    log.focus({ preventScroll: true });
  });
  scroller.addEventListener('scroll', hint);
  addEventListener('resize', hint);
}
