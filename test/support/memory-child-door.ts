import { randomBytes } from 'node:crypto';
import type { ChildDoor, PageItem, PageLine } from '../../src/app/child-types.ts';

interface Talk {
  items: PageItem[];
  readonly heard: { readonly id: string; readonly text?: string; readonly choice?: string }[];
  readonly listeners: Set<() => void>;
  ended: boolean;
  keep: boolean;
  resume: { mode: 'ask' } | { mode: 'lines'; lines: readonly PageLine[] };
  seen: number;
}

/** A child's door without an app behind it: what the tests put in comes out, what the page sends is heard once. */
export function memoryChildDoor() {
  const talks = new Map<string, Talk>();
  let count = 0;
  const change = (token: string, act: (talk: Talk) => void): void => {
    const talk = talks.get(token);
    if (talk === undefined) return;
    act(talk);
    for (const listener of talk.listeners) listener();
  };
  const door: ChildDoor = {
    async open() {
      const token = randomBytes(16).toString('base64url');
      talks.set(token, {
        items: [],
        heard: [],
        listeners: new Set(),
        ended: false,
        keep: false,
        resume: { mode: 'ask' },
        seen: 0,
      });
      world.onOpen(token);
      return { token };
    },
    async send(token, message) {
      const talk = talks.get(token);
      if (talk === undefined) return 'unknown';
      if (talk.ended) return 'ended';
      if (talk.heard.some(({ id }) => id === message.id)) return 'ok';
      talk.heard.push(message);
      world.onHeard(token, message);
      return 'ok';
    },
    async fetch(token) {
      const talk = talks.get(token);
      return talk === undefined
        ? null
        : { items: [...talk.items], ended: talk.ended, keep: talk.keep };
    },
    async ack(token, ids) {
      const talk = talks.get(token);
      if (talk !== undefined) talk.items = talk.items.filter(({ id }) => !ids.includes(id));
    },
    async exit(token) {
      change(token, (talk) => {
        talk.ended = true;
        talk.items = [];
      });
      talks.delete(token);
    },
    async resume(token) {
      return talks.get(token)?.resume ?? null;
    },
    onChange(token, listener) {
      talks.get(token)?.listeners.add(listener);
      return () => talks.get(token)?.listeners.delete(listener);
    },
    seen(token) {
      const talk = talks.get(token);
      if (talk !== undefined) talk.seen += 1;
    },
    safety: (said) => (said === null || said.includes('danger') ? [world.safety] : []),
  };
  const world = {
    door,
    talks,
    safety: { language: 'en', text: 'Please go to a safer place.' },
    onOpen: (_token: string): void => {},
    onHeard: (
      _token: string,
      _message: { readonly text?: string; readonly choice?: string },
    ): void => {},
    say(token: string, item: Partial<PageItem>): PageItem {
      count += 1;
      const whole: PageItem = {
        id: `item-${count}`,
        at: 0,
        from: 'bot',
        label: null,
        texts: [],
        reach: [],
        choices: [],
        discreet: false,
        language: 'en',
        standing: { exit: 'Exit', person: 'Talk to a person' },
        ...item,
      };
      change(token, (talk) => talk.items.push(whole));
      return whole;
    },
    change,
  };
  return world;
}
