import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor' };
const people = { aliasOf: async () => 'Sok', available: async () => true };

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const deskOf = () => desk(world.core, people);
const take = (ref: string) => world.child('c1', { kind: 'unsent', ref });
const lines = async (id: string) =>
  (await deskOf().conversation(sok, id))?.lines.map(({ text }) => text) ?? [];

async function waiting(): Promise<string> {
  await world.says('c1', 'hello', '2', '9', '1', '2');
  return (await deskOf().queue(sok)).waiting[0]?.id ?? '';
}

describe('what a child takes back', () => {
  it('is gone before anybody claims the child who waits', async () => {
    const id = await waiting();
    await world.says('c1', 'stays', 'my secret');
    await take('my secret');
    await deskOf().claim(sok, id, 'claim-1');

    expect(await lines(id)).toContain('stays');
    expect(await lines(id)).not.toContain('my secret');
  });

  it('is gone from the open talk, and the change is told to the desk', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'claim-1');
    await world.says('c1', 'my secret');
    expect(await lines(id)).toContain('my secret');
    const changes: string[] = [];
    const stop = world.core.store.subscribe((change) => changes.push(change.id));
    await take('my secret');
    stop();

    expect(await lines(id)).not.toContain('my secret');
    expect(changes).toContain(id);
  });

  it('does not appear when the platform brings it after its unsend', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'claim-1');
    await take('late secret');
    const at = world.now() - 60_000;
    await world.child('c1', { kind: 'text', text: 'late secret', ref: 'late secret' }, at);
    await world.child('c1', { kind: 'text', text: 'late word', ref: 'late word' }, at);

    expect(await lines(id)).toContain('late word');
    expect(await lines(id)).not.toContain('late secret');
  });

  it('is replaced by what it was edited to', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'claim-1');
    await world.says('c1', 'my secret');
    await world.child('c1', { kind: 'edited', text: 'never mind', ref: 'my secret' });

    expect(await lines(id)).toContain('never mind');
    expect(await lines(id)).not.toContain('my secret');
    await take('my secret');
    expect(await lines(id)).not.toContain('never mind');
  });

  it('is answered with nothing', async () => {
    await waiting();
    await world.says('c1', 'my secret');
    const before = world.sent.length;
    await take('my secret');
    await take('something else');

    expect(world.sent.length).toBe(before);
  });
});
