import { framed, leaveAround } from './frame.js';
import { leave } from './link.js';

/** The server is told first, but a slow network does not hold a child on the page. */
const PATIENCE_MS = 250;

/**
 * Out, now: the screen is blank, the server kills the talk, nothing of it is left in this tab, and this page is not in
 * the way back.
 *
 * @param {string | null} token
 */
export function vanish(token) {
  const neutral = document.body.dataset['neutral'] || 'about:blank';
  const told = token === null ? Promise.resolve() : leave(token);
  document.body.replaceChildren();
  document.title = '\u200b';
  forget();
  history.replaceState(null, '');
  let left = false;
  const go = () => {
    if (left) return;
    left = true;
    if (framed) leaveAround(neutral);
    else location.replace(neutral);
  };
  void told.then(go);
  setTimeout(go, PATIENCE_MS);
}

/** What this tab holds: no more than a token. */
export function forget() {
  try {
    sessionStorage.clear();
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
