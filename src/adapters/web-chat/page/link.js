/**
 * The way to the server: sends until a message is known to be there, follows what comes until told to stop. The token
 * travels in a header alone.
 */

/**
 * @typedef {{ id: string, at: number, from: 'bot' | 'counsellor', texts: string[],
 *   choices: { id: string, label: string }[], discreet: boolean, language: string,
 *   standing: { exit: string, person: string } | null, keep: boolean }} Item
 * @typedef {{ id: string, text?: string, choice?: string }} Message
 * @typedef {'sending' | 'waiting' | 'sent' | 'refused'} SendState
 */

const REPLY_MS = 15000;
/** Over twice the server's ping. */
const SILENCE_MS = 40000;
/** The server greets at once; a proxy that holds a stream back shows itself by silence. */
const GREETING_MS = 10000;
const POLL_MS = 4000;
const LONGEST_PAUSE_MS = 15000;

/** 128 random bits. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Rising, with a spread so that a thousand pages do not come back at once; cut short when the network is back.
 *
 * @param {number} failures
 */
function pause(failures) {
  const ms = Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
  const online = new Promise((resolve) => addEventListener('online', resolve, { once: true }));
  return Promise.race([wait(ms), online]);
}

/**
 * @param {string} path
 * @param {string | null} token
 * @param {object} body
 * @param {{ signal?: AbortSignal, keepalive?: boolean }} [options]
 */
function post(path, token, body, options = {}) {
  /** @type {Record<string, string>} */
  const headers = { 'content-type': 'application/json' };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  return fetch(`/chat/api/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    ...options,
  });
}

/**
 * One try; null when nothing came back in time.
 *
 * @param {string} path
 * @param {string | null} token
 * @param {object} body
 */
export async function ask(path, token, body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), REPLY_MS);
  try {
    const response = await post(path, token, body, { signal: patience.signal });
    const text = await response.text();
    return { status: response.status, value: text === '' ? null : JSON.parse(text) };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Kills the conversation; outlives the page that calls it.
 *
 * @param {string} token
 */
export function leave(token) {
  post('exit', token, {}, { keepalive: true }).catch(() => {});
}

/**
 * Tries until the server answers.
 *
 * @param {string} path
 * @param {string | null} token
 * @param {() => boolean} stopped
 * @param {() => void} onFailure
 */
export async function insist(path, token, stopped, onFailure) {
  for (let failures = 0; !stopped(); failures += 1) {
    const answer = await ask(path, token, {});
    if (answer !== null && answer.status < 429) return answer;
    onFailure();
    await pause(failures);
  }
  return null;
}

/**
 * Sends messages one after the other, in order; the same id again has no second effect there.
 *
 * @param {{ token: string, stopped: () => boolean,
 *   onState: (message: Message, state: SendState) => void, onOver: () => void }} options
 */
export function sender(options) {
  /** @type {Message[]} */
  const line = [];
  let busy = false;

  /** @param {Message} message */
  async function deliver(message) {
    for (let failures = 0; !options.stopped(); failures += 1) {
      const answer = await ask('send', options.token, message);
      if (answer !== null && answer.status === 202) return options.onState(message, 'sent');
      if (answer !== null && (answer.status === 410 || answer.status === 401)) {
        options.onState(message, answer.status === 410 ? 'sent' : 'refused');
        return options.onOver();
      }
      if (answer !== null && answer.status >= 400 && answer.status < 429) {
        return options.onState(message, 'refused');
      }
      options.onState(message, 'waiting');
      await pause(failures);
    }
  }

  async function run() {
    busy = true;
    for (let next = line.shift(); next; next = line.shift()) await deliver(next);
    busy = false;
  }

  return {
    /** @param {Message} message */
    send(message) {
      options.onState(message, 'sending');
      line.push(message);
      if (!busy) run();
    },
  };
}

/**
 * Follows the conversation until it is over or told to stop, however often the network breaks. What it hands on twice
 * carries the same id twice.
 *
 * @param {{ token: string, onItem: (item: Item) => void, onOver: () => void, onLive: (live: boolean) => void }} options
 */
export function follow(options) {
  /** @type {string[]} */
  let shown = [];
  let stopped = false;
  let stifled = 0;
  /** @type {AbortController | undefined} */
  let connection;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let acking;

  async function acknowledge() {
    acking = undefined;
    const ids = shown;
    shown = [];
    const answer = ids.length > 0 ? await ask('ack', options.token, { ids }) : null;
    // What the server did not hear of comes again with the next connection.
    if (ids.length > 0 && answer === null) shown = ids.concat(shown).slice(-200);
  }

  /** @param {Item} item */
  function take(item) {
    options.onItem(item);
    shown.push(item.id);
  }

  /** @returns {Promise<'over' | 'lost' | 'stifled'>} */
  async function stream() {
    const link = new AbortController();
    connection = link;
    let timer = setTimeout(() => link.abort(), GREETING_MS);
    let greeted = false;
    let over = false;
    const feed = reader((event, data) => {
      if (event === 'ended') over = true;
      if (event !== 'item') return;
      take(JSON.parse(data));
      if (acking === undefined) acking = setTimeout(acknowledge, 100);
    });
    try {
      const response = await post('stream', options.token, {}, { signal: link.signal });
      if (response.status === 401) return 'over';
      if (!response.ok || response.body === null) return 'lost';
      const body = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await body.read();
        if (done) return over ? 'over' : 'lost';
        clearTimeout(timer);
        timer = setTimeout(() => link.abort(), SILENCE_MS);
        if (!greeted) options.onLive(true);
        greeted = true;
        feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      if (over) return 'over';
      return !greeted && link.signal.aborted && navigator.onLine ? 'stifled' : 'lost';
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns {Promise<'over' | 'lost' | 'polled'>} */
  async function poll() {
    const ack = shown;
    const answer = await ask('poll', options.token, { ack });
    if (answer === null || answer.status >= 429) return 'lost';
    if (answer.status !== 200) return 'over';
    shown = [];
    options.onLive(true);
    answer.value.items.forEach(take);
    if (answer.value.ended) await acknowledge();
    return answer.value.ended ? 'over' : 'polled';
  }

  async function run() {
    let failures = 0;
    while (!stopped) {
      const began = Date.now();
      const end = stifled > 1 ? await poll() : await stream();
      if (stopped) return;
      if (end === 'over') return options.onOver();
      if (end === 'stifled') stifled += 1;
      if (end === 'polled') {
        failures = 0;
        await wait(POLL_MS);
        continue;
      }
      failures = Date.now() - began > GREETING_MS ? 0 : failures + 1;
      // A connection that merely ended is no news; one that cannot be had is.
      if (failures > 1) options.onLive(false);
      await pause(failures);
    }
  }

  run();
  return () => {
    stopped = true;
    if (connection) connection.abort();
  };
}

/**
 * Reads server-sent events out of pieces of text.
 *
 * @param {(event: string, data: string) => void} onEvent
 */
function reader(onEvent) {
  let rest = '';
  return (/** @type {string} */ piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() || '';
    for (const block of blocks) {
      let event = '';
      let data = '';
      for (const line of block.split('\n')) {
        if (line.startsWith('event: ')) event = line.slice(7);
        if (line.startsWith('data: ')) data = line.slice(6);
      }
      if (event !== '') onEvent(event, data);
    }
  };
}
