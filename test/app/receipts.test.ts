import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptEvents } from '../../src/app/accept.ts';
import { noteReceipts } from '../../src/app/delivery/note-receipts.ts';
import { desk } from '../../src/app/desk.ts';
import type { Receipt } from '../../src/ports/channel.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const deskOf = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
const CHILD = { channel: 'telegram', id: 'c1' } as const;
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened. */
const toHarm = ['2', '2', '1', '2', '1', '1', '1'];

/** A talk in which Sok said something; the name under which the platform knows it. */
async function said() {
  await world.says('c1', 'hello', ...toHarm, '9', '1', '2');
  const id = (await deskOf().queue(sok)).waiting[0]?.id ?? '';
  await deskOf().claim(sok, id, 'claim-1');
  await world.idle();
  await deskOf().say(sok, id, 'say-1', 'I am here');
  await world.idle();
  return { id, item: world.sent.at(-1)?.item ?? '' };
}

async function tell(...receipts: readonly Receipt[]) {
  await noteReceipts(world.core, receipts);
  await world.idle();
}

async function seen(id: string) {
  const view = await deskOf().conversation(sok, id);
  return {
    delivery: view?.lines.flatMap(({ delivery }) => delivery ?? []),
    events: view?.lines.filter(({ from }) => from === 'event').map(({ text }) => text),
  };
}

describe("what became of a counsellor's words", () => {
  it('is seen beside them: taken, delivered, read', async () => {
    const { id, item } = await said();
    expect(await seen(id)).toEqual({ delivery: ['sent'], events: [] });

    await tell({ item, state: 'delivered' });
    expect(await seen(id)).toEqual({ delivery: ['delivered'], events: [] });

    await tell({ item, state: 'read' });
    expect(await seen(id)).toEqual({ delivery: ['read'], events: [] });
  });

  it('never goes back, in whatever order it is told and however often', async () => {
    const { id, item } = await said();

    await tell({ item, state: 'read' });
    await tell({ item, state: 'delivered' }, { item, state: 'read' });

    expect(await seen(id)).toEqual({ delivery: ['read'], events: [] });
  });

  it('is that they failed, where the platform says so later', async () => {
    const { id, item } = await said();

    await tell({ item, state: 'failed', why: 'window' });
    await tell({ item, state: 'failed', why: 'window' });

    expect(await seen(id)).toEqual({ delivery: ['failed'], events: ['undelivered-window'] });
  });

  it('follows from the last part of what was sent in several, and fails with any of them', async () => {
    const { id, item } = await said();
    const part = item.replace('/c', `/1.${'h'.repeat(22)}/c`);

    await tell({ item: part, state: 'read' }, { item: part, state: 'sent', at: 5 });
    expect(await seen(id)).toEqual({ delivery: ['sent'], events: [] });

    await tell({ item: part, state: 'failed', why: 'refused' });
    expect(await seen(id)).toEqual({ delivery: ['failed'], events: ['undelivered-refused'] });
  });

  it('follows from times, where the platform names no message', async () => {
    const { id, item } = await said();

    await tell({ address: CHILD, state: 'read', until: 4 }, { item, state: 'sent', at: 5 });
    expect(await seen(id)).toEqual({ delivery: ['sent'], events: [] });

    await tell({ address: CHILD, state: 'delivered', until: 5 });
    expect(await seen(id)).toEqual({ delivery: ['delivered'], events: [] });
  });

  it('waits while the channel has not taken them', async () => {
    const { id } = await said();
    world.answerWith(() => ({ ok: false, error: { kind: 'auth', code: '190' } }));

    await deskOf().say(sok, id, 'say-2', 'And here');
    await world.idle();

    expect((await seen(id)).delivery).toEqual(['sent', 'waiting']);
  });

  it("costs no turn for the bot's own words, but tells a counsellor of one that failed", async () => {
    const { id } = await said();
    const joined = world.sent.at(-2)?.item ?? '';
    const version = (await deskOf().conversation(sok, id))?.version;

    await tell({ item: joined, state: 'read' }, { item: joined, state: 'delivered' });
    expect((await deskOf().conversation(sok, id))?.version).toBe(version);

    await tell({ item: joined, state: 'failed', why: 'refused' });
    expect(await seen(id)).toEqual({ delivery: ['sent'], events: ['undelivered-refused'] });
  });

  it('is nothing for a name that was never ours, or a child who talks to nobody', async () => {
    await tell(
      { item: 'nonsense', state: 'read' },
      { item: 'p00.AAAAAAAAAAAAAAAAAAAAAA/1.0/c', state: 'failed', why: 'refused' },
      { address: CHILD, state: 'read', until: 5 },
    );

    expect((await deskOf().queue(sok)).waiting).toEqual([]);
  });
});

describe('a child whom the platform knows by another id', () => {
  it('is answered there, in the same talk', async () => {
    const { id } = await said();

    const address = { ...CHILD, id: 'c2', also: 'c1' };
    await acceptEvents(world.core, [{ address, id: 'm1', at: null, input: { kind: 'moved' } }]);
    await world.idle();
    await deskOf().say(sok, id, 'say-2', 'Still here');
    await world.idle();

    expect(world.sent.at(-1)?.to.id).toBe('c2');
    expect((await deskOf().conversation(sok, id))?.lines.at(-1)?.text).toBe('Still here');
  });
});
