import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeMember } from '../../src/app/staff/change-member.ts';
import { browser, type HttpWorld, httpWorld } from '../support/http-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

type Browser = ReturnType<typeof browser>;

/** Collects what a live connection says, and when it ended. */
async function listen(page: Browser) {
  const response = await page.get('/api/events');
  const heard = { text: '', status: response.status, ended: Promise.resolve(0) };
  heard.ended = (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const piece of response.body ?? []) heard.text += decoder.decode(piece);
    } catch {
      // Cut off by the server's end.
    }
    return Date.now();
  })();
  return heard;
}

const changesIn = (text: string): string[] =>
  [...text.matchAll(/event: change\ndata: (.*)\n/g)].map(([, data]) => data ?? '');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('GET /api/events', () => {
  it('tells each person only what they may see when it is delivered', async () => {
    const { id } = await world.member('dara', 'counsellor');
    await world.member('sokha', 'counsellor');
    await world.member('boss', 'manager');
    const people = await Promise.all(
      ['dara', 'sokha', 'boss'].map(async (name) => {
        const page = browser(world.origin);
        await page.signIn(name);
        return listen(page);
      }),
    );
    world.desk.owners.set('c1', null);
    await expect.poll(() => world.listening()).toBe(3);
    // Waiting when it changed, Dara's when it is delivered.
    world.emit({ id: 'c1' as never, version: 7, what: 'owner' });
    world.desk.owners.set('c1', id);
    await expect.poll(() => changesIn(people[0]?.text ?? '')).toHaveLength(1);
    await expect.poll(() => people[1]?.text).toContain('event: queue');
    // What the others must not hear would come by then.
    await pause(700);

    const [dara, sokha, boss] = people.map(({ text }) => text);
    expect(changesIn(dara ?? '')).toEqual(['{"id":"c1","version":7,"what":"owner"}']);
    expect(sokha).toContain('event: queue\ndata: \n');
    expect(changesIn(sokha ?? '')).toEqual([]);
    expect(boss).not.toContain('event:');
  });

  it('gathers a flood into at most four deliveries a second', async () => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    const heard = await listen(page);
    world.desk.owners.set('c1', null);
    await expect.poll(() => world.listening()).toBe(1);
    const versions = () =>
      changesIn(heard.text).map((data) => Number(/"version":(\d+)/.exec(data)?.[1]));
    const began = performance.now();
    for (let version = 1; version <= 100; version += 1) {
      world.emit({ id: 'c1' as never, version, what: 'turn' });
      await pause(10);
    }
    await expect.poll(() => versions().at(-1)).toBe(100);
    const tookMs = performance.now() - began;
    await pause(600);

    expect(versions().length).toBeLessThanOrEqual(Math.ceil(tookMs / 250) + 1);
    expect(versions().at(-1)).toBe(100);
  });

  it('lets nobody read the queue anew for a child who is with the bot', async () => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    const heard = await listen(page);
    await expect.poll(() => heard.text).toContain('event: queue');
    const queues = () => heard.text.split('event: queue').length - 1;
    const before = queues();
    world.desk.owners.set('waits', null);
    for (let version = 1; version <= 20; version += 1) {
      world.emit({ id: 'with-the-bot' as never, version, what: 'turn' });
      await pause(20);
    }
    await pause(500);
    expect(queues()).toBe(before);
    world.emit({ id: 'waits' as never, version: 1, what: 'turn' });
    world.emit({ id: 'waits' as never, version: 1, what: 'outbox' });

    await expect.poll(queues).toBe(before + 1);
  });

  it('lets a page read the queue anew when its person came or went, or writes other languages, on another page', async () => {
    await world.member('dara', 'counsellor');
    await world.member('sokha', 'counsellor');
    const [page, other] = [browser(world.origin), browser(world.origin)];
    await page.signIn('dara');
    await other.signIn('sokha');
    const [heard, others] = [await listen(page), await listen(other)];
    const queues = ({ text }: { readonly text: string }) => text.split('event: queue').length - 1;
    await expect.poll(() => [queues(heard), queues(others)]).toEqual([1, 1]);

    await page.call('PUT', '/api/presence', { available: true });
    await expect.poll(() => queues(heard)).toBe(2);
    await page.call('PUT', '/api/presence', { available: false });
    await expect.poll(() => queues(heard)).toBe(3);
    await page.call('PUT', '/api/me/languages', { writes: ['km'] });
    await expect.poll(() => queues(heard)).toBe(4);
    await pause(700);
    expect([queues(heard), queues(others)]).toEqual([4, 1]);
  });

  it('lets every page read the queue anew when what is written by those on duty changed, and once more', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    const heard = await listen(page);
    const queues = () => heard.text.split('event: queue').length - 1;
    const look = () => vi.advanceTimersByTimeAsync(20_000);
    await look();
    await expect.poll(queues).toBe(1);

    world.desk.duty.mark = 'en';
    await look();
    await expect.poll(queues).toBe(2);
    await look();
    await expect.poll(queues).toBe(3);
    await look();
    vi.useRealTimers();
    await pause(700);
    expect(queues()).toBe(3);
  });

  it.each(['disabled', 'signed out', 'draining'])('ends within a second when %s', async (how) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { id } = await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    const heard = await listen(page);
    await expect.poll(() => heard.text).toContain('event: queue');
    // The first look is over too: only the next one can find it out.
    await pause(300);
    if (how === 'disabled') {
      await changeMember(world.documents, id, { disabled: true }, { id: 'test', now: world.now() });
    } else if (how === 'signed out') await page.call('DELETE', '/api/session');
    else world.draining.abort();

    // By the server's clock; how long this machine takes for it is no matter.
    await vi.advanceTimersByTimeAsync(1000);
    await heard.ended;
    await expect.poll(() => world.listening()).toBe(0);
  });

  it('is not for whoever is not signed in', async () => {
    expect((await listen(browser(world.origin))).status).toBe(401);
    expect(world.listening()).toBe(0);
  });
});
