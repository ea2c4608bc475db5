import { reader } from './events.js';
import { ask, pause, post, wait } from './link.js';

/** @typedef {import('./link.js').Item} Item */

/**
 * @typedef {{ token: string, onItem: (item: Item) => void, onOver: () => void,
 *   onLive: (live: boolean) => void }} FollowOptions
 * @typedef {{ take: (item: Item) => void, flush: () => Promise<void>, soon: () => void,
 *   pending: () => string[], done: () => void }} Receipts
 * @typedef {'over' | 'lost' | 'refused' | 'stifled' | 'polled'} End
 */

/** Over twice the server's ping. */
const SILENCE_MS = 40000;
/** The server greets at once; a proxy that holds a stream back shows itself by silence. */
const GREETING_MS = 10000;
const POLL_MS = 4000;

/**
 * Follows the conversation until it is over or told to stop, however often the network breaks. What it hands on twice
 * carries the same id twice.
 *
 * @param {FollowOptions} options
 */
export function follow(options) {
  const stop = new AbortController();
  void run(options, receipts(options), stop.signal);
  return () => stop.abort();
}

/**
 * @param {FollowOptions} options
 * @param {Receipts} got
 * @param {AbortSignal} stopped
 */
async function run(options, got, stopped) {
  let failures = 0;
  const road = choice();
  while (!stopped.aborted) {
    const began = Date.now();
    const polls = road.polls();
    const end = await connect(options, got, stopped, polls);
    if (end === null) return;
    road.ended(end, polls);
    const held = end === 'polled' || Date.now() - began > GREETING_MS;
    failures = held ? 0 : failures + 1;
    // A connection that merely ended is no news; one that cannot be had is.
    if (failures > 1) options.onLive(false);
    await rest(end, failures);
  }
}

/**
 * By stream where one goes through, else by asking now and then. A stream is tried again from time to time: soon
 * where it was turned away, rarely where somebody holds it back, since finding that out takes long.
 */
function choice() {
  let unheard = 0;
  let polled = 0;
  let patience = 0;
  return {
    polls: () => unheard > 1 && polled < patience,
    /**
     * @param {End} end
     * @param {boolean} poll
     */
    ended(end, poll) {
      if (end === 'polled') polled += 1;
      else if (poll) unheard = 1;
      else if (end === 'lost') unheard = 0;
      else {
        unheard += 1;
        polled = 0;
        patience = end === 'stifled' ? 30 : 3;
      }
    },
  };
}

/**
 * @param {End} end
 * @param {number} failures
 */
function rest(end, failures) {
  if (end !== 'polled') return pause(failures);
  const nudged = new Promise((resolve) => {
    wake = () => resolve(null);
  });
  return Promise.race([wait(POLL_MS), nudged]);
}

let wake = () => {};

/** What was just sent has an answer by now: whoever asks now and then asks at once. */
export function nudge() {
  wake();
}

/**
 * One connection, from its beginning to its end; null when it was the last.
 *
 * @param {FollowOptions} options
 * @param {Receipts} got
 * @param {AbortSignal} stopped
 * @param {boolean} polls
 */
async function connect(options, got, stopped, polls) {
  const end = polls ? await poll(options, got) : await stream(options, got, stopped);
  if (stopped.aborted) return null;
  if (end === 'over') options.onOver();
  return end === 'over' ? null : end;
}

/**
 * What was shown is acknowledged, a little later and together. What the server does not hear of comes again.
 *
 * @param {FollowOptions} options
 * @returns {Receipts}
 */
function receipts(options) {
  /** @type {string[]} */
  let shown = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function flush() {
    clearTimeout(timer);
    timer = undefined;
    const ids = shown;
    shown = [];
    if (ids.length > 0) await ask('ack', options.token, { ids });
  }

  return {
    take(item) {
      options.onItem(item);
      shown.push(item.id);
    },
    flush,
    soon() {
      if (timer === undefined) timer = setTimeout(() => void flush(), 100);
    },
    pending: () => shown,
    done() {
      shown = [];
    },
  };
}

/**
 * @param {FollowOptions} options
 * @param {Receipts} got
 * @param {AbortSignal} stopped
 * @returns {Promise<End>}
 */
async function stream(options, got, stopped) {
  const watch = watchdog(stopped);
  let over = false;
  const feed = reader((event, data) => {
    if (event === 'ended') over = true;
    if (event !== 'item') return;
    got.take(JSON.parse(data));
    got.soon();
  });
  try {
    const response = await post('stream', options.token, {}, { signal: watch.signal });
    if (response.status === 401) return 'over';
    if (!response.ok || response.body === null) return 'refused';
    await drain(response.body, (piece) => {
      if (!watch.greeted()) options.onLive(true);
      watch.alive();
      feed(piece);
    });
  } catch {
    if (watch.starved()) return 'stifled';
  } finally {
    watch.end();
  }
  if (over) return 'over';
  return watch.greeted() ? 'lost' : 'refused';
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {(piece: string) => void} onPiece
 */
async function drain(body, onPiece) {
  const source = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await source.read();
    if (done) return;
    onPiece(decoder.decode(value, { stream: true }));
  }
}

/**
 * Gives a connection up that says nothing, or that nobody wants any more.
 *
 * @param {AbortSignal} stopped
 */
function watchdog(stopped) {
  const link = new AbortController();
  let greeted = false;
  let silent = false;
  const cut = () => link.abort();
  const bark = () => {
    silent = true;
    cut();
  };
  let timer = setTimeout(bark, GREETING_MS);
  stopped.addEventListener('abort', cut);
  return {
    signal: link.signal,
    greeted: () => greeted,
    /** Connected, as far as the browser knows, and never a word. */
    starved: () => silent && !greeted && navigator.onLine,
    alive() {
      greeted = true;
      clearTimeout(timer);
      timer = setTimeout(bark, SILENCE_MS);
    },
    end() {
      clearTimeout(timer);
      stopped.removeEventListener('abort', cut);
    },
  };
}

/**
 * @param {FollowOptions} options
 * @param {Receipts} got
 * @returns {Promise<End>}
 */
async function poll(options, got) {
  const answer = await ask('poll', options.token, { ack: got.pending() });
  if (answer === null || answer.status >= 429) return 'lost';
  if (answer.status !== 200) return 'over';
  got.done();
  options.onLive(true);
  answer.value.items.forEach(got.take);
  if (answer.value.ended) await got.flush();
  return answer.value.ended ? 'over' : 'polled';
}
