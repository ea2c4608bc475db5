/** The way to the server. The token travels in a header alone. */

/**
 * @typedef {{ id: string, at: number, from: 'bot' | 'counsellor', label: string | null, texts: string[],
 *   reach: string[], choices: { id: string, label: string }[], discreet: boolean, language: string,
 *   standing: { exit: string, person: string } | null, keep: boolean }} Item
 * @typedef {{ id: string, text?: string, choice?: string }} Message
 * @typedef {{ language: string, text: string }} Told
 * @typedef {{ status: number, value: any } | null} Answer
 * @typedef {'sending' | 'waiting' | 'sent' | 'refused'} SendState
 */

const REPLY_MS = 15000;
const LONGEST_PAUSE_MS = 15000;

/** 128 random bits. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {number} ms */
export function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Rising, with a spread so that a thousand pages do not come back at once; cut short when the network is back.
 *
 * @param {number} failures
 */
export function pause(failures) {
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
export function post(path, token, body, options = {}) {
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
 * @returns {Promise<Answer>}
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
export async function leave(token) {
  await post('exit', token, {}, { keepalive: true }).catch(() => {});
}

/**
 * Tries until the server answers.
 *
 * @param {string} path
 * @param {string | null} token
 * @param {() => boolean} stopped
 * @param {(answer: Answer) => void} onFailure
 * @param {object} [body]
 */
export async function insist(path, token, stopped, onFailure, body = {}) {
  for (let failures = 0; !stopped(); failures += 1) {
    const answer = await ask(path, token, body);
    if (answer !== null && answer.status < 429) return answer;
    onFailure(answer);
    await pause(failures);
  }
  return null;
}

/**
 * What a refusal has to say to a child who may be in danger.
 *
 * @param {Answer} answer
 * @returns {Told[]}
 */
export function safetyIn(answer) {
  return answer?.value?.safety ?? [];
}
