import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Queue as WholeQueue } from '../../src/console/api/types.ts';
import { queueAfter } from '../../src/console/state/queue-after.ts';
import { Queue, QueueAnswer } from '../../src/http/api.ts';
import { waitingPrints } from '../../src/http/console/waiting-prints.ts';
import { browser, type HttpWorld, httpWorld } from '../support/http-world.ts';

let world: HttpWorld;
let page: ReturnType<typeof browser>;
beforeEach(async () => {
  world = await httpWorld();
  await world.member('dara', 'counsellor');
  page = browser(world.origin);
  await page.signIn('dara');
  for (const id of ['c1', 'c2', 'c3']) world.desk.owners.set(id, null);
});
afterEach(() => world.close());

const whole = async () => Queue.parse(await (await page.get('/api/queue')).json());
const since = async (name: string) =>
  QueueAnswer.parse(await (await page.get(`/api/queue?since=${name}`)).json());
const ids = (queue: WholeQueue | null) => queue?.waiting.map(({ id }) => id);

describe('GET /api/queue?since=', () => {
  it('tells only of what changed, and what it tells makes the whole line', async () => {
    const known = await whole();
    world.desk.owners.set('c2', 'somebody');
    world.desk.owners.set('c4', null);
    const answer = await since(known.name);

    expect(answer).toMatchObject({ since: known.name, gone: ['c2'], put: [{ at: 2 }] });
    expect(answer).not.toHaveProperty('waiting');
    expect(queueAfter(known, answer)).toEqual(await whole());
    expect(ids(queueAfter(known, answer))).toEqual(['c1', 'c3', 'c4']);
  });

  it('tells of nothing when nothing changed', async () => {
    const known = await whole();

    expect(await since(known.name)).toMatchObject({ name: known.name, gone: [], put: [] });
  });

  it('tells the whole line to whoever names a state that is not known, or none', async () => {
    for (const name of ['unknown', '', 'a%20b&since=c', '%F0%9F%98%80']) {
      expect(ids(Queue.parse(await since(name)))).toEqual(['c1', 'c2', 'c3']);
    }
  });

  it('forgets the states of long ago, and never the one that all have', async () => {
    const first = await whole();
    for (let at = 0; at < 20; at += 1) {
      world.desk.owners.set(`d${at}`, null);
      await whole();
    }

    expect(await since(first.name)).toHaveProperty('waiting');
    expect(await since((await whole()).name)).toHaveProperty('put', []);
  });

  it('is no way round the policy', async () => {
    const known = await whole();
    await world.member('rith', 'manager');
    const other = browser(world.origin);
    await other.signIn('rith');

    expect((await other.get(`/api/queue?since=${known.name}`)).status).toBe(403);
    const nobody = browser(world.origin);
    expect((await nobody.get(`/api/queue?since=${known.name}`)).status).toBe(401);
  });
});

describe('waitingPrints', () => {
  const card = (id: string, version: number) => ({
    ...{ id, version, handle: id, band: 'other' as const, reason: null, brief: [] },
    ...{ language: null, channel: 'web' as const, raised: false, since: 0 },
  });
  const nameIn = (text: string) => JSON.parse(`{${text}}`).name;

  it('names the same line alike in every process, and another one otherwise', () => {
    const [here, there] = [waitingPrints(), waitingPrints()];
    const name = nameIn(here([card('a', 1), card('b', 1)], undefined));

    expect(nameIn(there([card('a', 1), card('b', 1)], undefined))).toBe(name);
    expect(nameIn(there([card('b', 1), card('a', 1)], undefined))).not.toBe(name);
    expect(nameIn(there([card('a', 1), card('b', 2)], undefined))).not.toBe(name);
  });
});

describe('queueAfter', () => {
  it('takes no change of another state', async () => {
    const known = await whole();
    const answer = await since(known.name);

    expect(queueAfter({ ...known, name: 'another' }, answer)).toBe(null);
  });
});
