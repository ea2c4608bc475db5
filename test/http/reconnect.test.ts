import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveEvent, LiveSnapshot } from '../../src/http/api.ts';
import { type DeskHttpWorld, deskHttpWorld } from '../support/desk-http-world.ts';
import { browser } from '../support/http-world.ts';

let world: DeskHttpWorld;
let stopStore: () => void;
beforeEach(async () => {
  world = await deskHttpWorld();
  stopStore = world.app.core.store.subscribe((change) => world.http.emit(change));
});
afterEach(async () => {
  stopStore();
  await world.close();
});

type Page = ReturnType<typeof browser>;
interface Heard {
  readonly event: string;
  readonly data: string;
}

/** A live connection, what it says, and the way to break it. */
async function listen(page: Page) {
  const gone = new AbortController();
  const response = await fetch(`${world.http.origin}/api/events`, {
    headers: { cookie: page.cookie() },
    signal: gone.signal,
  });
  let text = '';
  const ended = (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const piece of response.body ?? []) text += decoder.decode(piece);
    } catch {
      // Broken on purpose.
    }
  })();
  const heard = (): Heard[] =>
    [...text.matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(([, event = '', data = '']) => ({
      event,
      data,
    }));
  const changes = () =>
    heard().flatMap(({ event, data }) =>
      event === 'change' ? [LiveEvent.parse(JSON.parse(data))] : [],
    );
  const snapshots = () =>
    heard().flatMap(({ event, data }) =>
      event === 'snapshot' ? [LiveSnapshot.parse(JSON.parse(data)).versions] : [],
    );
  return {
    heard,
    changes,
    snapshots,
    async break() {
      const before = world.http.listening();
      gone.abort();
      await ended;
      await expect.poll(() => world.http.listening()).toBe(before - 1);
    },
  };
}

async function person(name: string) {
  const member = await world.http.member(name, 'counsellor');
  const page = browser(world.http.origin);
  await page.signIn(name);
  const { id, alias, role } = member;
  return { page, viewer: { id, alias, role } };
}

let acts = 0;
const actKey = () => {
  acts += 1;
  return `reconnect-${String(acts).padStart(10, '0')}`;
};
const versionOf = async (id: string) => (await world.stored(id))?.version ?? -1;

describe('a live connection that breaks and comes back', () => {
  it('misses nothing that happened meanwhile, and hears nothing of before again', async () => {
    const dara = await person('dara');
    const id = await world.held(dara.viewer);
    const first = await listen(dara.page);
    await expect.poll(first.snapshots).toEqual([[{ id, version: await versionOf(id) }]]);
    await world.served.say(dara.viewer, id, actKey(), 'Hello');
    const said = await versionOf(id);
    await expect.poll(() => first.changes().at(-1)?.version).toBeGreaterThanOrEqual(said);
    await first.break();

    await world.served.say(dara.viewer, id, actKey(), 'Are you there?');
    await world.app.says('child-1', 'yes');
    const away = await versionOf(id);
    expect(away).toBeGreaterThan(said);
    const second = await listen(dara.page);
    await expect.poll(second.snapshots).toEqual([[{ id, version: away }]]);
    expect(second.heard()[0]?.event).toBe('snapshot');
    await world.served.say(dara.viewer, id, actKey(), 'Good');
    const now = await versionOf(id);
    await expect.poll(() => second.changes().at(-1)?.version).toBe(now);

    const repeated = second
      .changes()
      .filter(({ what, version }) => what !== 'outbox' && version <= away);
    expect(repeated).toEqual([]);
    await second.break();
  });

  it('is told of what is theirs now, and not of what was handed on while it was away', async () => {
    const dara = await person('dara');
    const kept = await world.held(dara.viewer);
    const lost = await world.held(dara.viewer);
    const first = await listen(dara.page);
    await expect.poll(() => first.snapshots()[0]?.length).toBe(2);
    await first.break();
    await world.served.release(dara.viewer, lost, actKey());
    const sokha = await person('sokha');
    await world.served.claim(sokha.viewer, lost, actKey());

    const second = await listen(dara.page);
    await expect.poll(() => second.snapshots().length).toBe(1);
    expect(second.snapshots()[0]?.map(({ id }) => id)).toEqual([kept]);
    await world.served.say(sokha.viewer, lost, actKey(), 'Hello');
    await world.served.say(dara.viewer, kept, actKey(), 'Hello');
    await expect.poll(() => second.changes().some(({ id }) => id === kept)).toBe(true);
    expect(second.changes().some(({ id }) => id === lost)).toBe(false);
    await second.break();
  });

  it('hears anew how far everything is when a change could not be authorised', async () => {
    const dara = await person('dara');
    const id = await world.held(dara.viewer);
    const feed = await listen(dara.page);
    await expect.poll(() => feed.snapshots().length).toBe(1);
    const { maySee } = world.served;
    world.served.maySee = async () => {
      world.served.maySee = maySee;
      throw new Error('the store is away');
    };
    await world.served.say(dara.viewer, id, actKey(), 'Hello');
    const said = await versionOf(id);

    await expect.poll(() => feed.snapshots().at(-1)?.[0]?.version).toBeGreaterThanOrEqual(said);
    await feed.break();
  });

  it('says nothing of conversations to whoever may not read them', async () => {
    await world.http.member('boss', 'manager');
    const page = browser(world.http.origin);
    await page.signIn('boss');
    const feed = await listen(page);
    const dara = await person('dara');
    const other = await listen(dara.page);
    await world.held(dara.viewer);
    await expect.poll(() => other.changes().length).toBeGreaterThan(0);

    expect(feed.heard()).toEqual([]);
    await feed.break();
    await other.break();
  });
});
