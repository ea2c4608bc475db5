import { ask, pause, safetyIn } from './link.js';

/** @typedef {import('./link.js').Message} Message */
/** @typedef {import('./link.js').SendState} SendState */

/**
 * @typedef {{ token: string, stopped: () => boolean,
 *   onState: (message: Message, state: SendState) => void,
 *   onSafety: (told: import('./link.js').Told[]) => void, onOver: () => void }} SenderOptions
 */

/** What an answer means for the message; anything else is tried again. @type {Record<number, SendState>} */
const MEANS = { 202: 'sent', 410: 'sent', 400: 'refused', 401: 'refused', 413: 'refused' };

/**
 * Sends messages one after the other, in order, each until it is known to be there. The same id again has no second
 * effect.
 *
 * @param {SenderOptions} options
 */
export function sender(options) {
  /** @type {Message[]} */
  const line = [];
  let busy = false;

  async function run() {
    busy = true;
    for (let next = line.shift(); next; next = line.shift()) await deliver(options, next);
    busy = false;
  }

  return {
    /** @param {Message} message */
    send(message) {
      options.onState(message, 'sending');
      line.push(message);
      if (!busy) void run();
    },
  };
}

/**
 * @param {SenderOptions} options
 * @param {Message} message
 */
async function deliver(options, message) {
  for (let failures = 0; !options.stopped(); failures += 1) {
    const answer = await ask('send', options.token, message);
    const status = answer === null ? 0 : answer.status;
    const means = MEANS[status];
    options.onState(message, means || 'waiting');
    options.onSafety(safetyIn(answer));
    if (status === 410 || status === 401) options.onOver();
    if (means) return;
    await pause(failures);
  }
}
