/**
 * In a frame on another page. The two tell each other three words and nothing of a talk: the page around learns that the
 * child left, or wants the frame out of sight.
 */

const LEAVE = 'tvear:leave';
const FOLD = 'tvear:fold';

export const framed = window.parent !== window;

/** Out of sight, and still there: the talk goes on. */
export function fold() {
  window.parent.postMessage(FOLD, '*');
}

/** The page around goes away: by its own script, else by ours where the browser lets a frame do so. */
export function leaveAround(/** @type {string} */ neutral) {
  window.parent.postMessage(LEAVE, '*');
  setTimeout(() => {
    try {
      window.top?.location.replace(neutral);
    } catch {
      location.replace('about:blank');
    }
  }, 300);
}

/** @param {() => void} act when the page around says that the child leaves */
export function onLeave(act) {
  addEventListener('message', ({ source, data }) => {
    if (framed && source === window.parent && data === LEAVE) act();
  });
}
