import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { desk } from '../../../src/app/desk.ts';
import type { Sealed } from '../../../src/ports/conversation-store.ts';
import { type AppWorld, appWorld } from '../../support/app-world.ts';

let world: AppWorld;
let id: string;
const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const deskOf = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });

/** A child whom Sok talks to. */
beforeEach(async () => {
  world = await appWorld();
  await world.says('c1', 'hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2');
  id = (await deskOf().queue(sok)).waiting[0]?.id ?? '';
  await deskOf().claim(sok, id, 'claim-1');
  await world.idle();
});
afterEach(() => world.close());

const refuse = () =>
  world.answerWith(() => ({ ok: false, error: { kind: 'window', code: '131047' } }));
const lines = async () => (await deskOf().conversation(sok, id))?.lines ?? [];
const told = async () =>
  (await lines()).filter(({ text }) => text.startsWith('undelivered')).map(({ text }) => text);
const left = async () => (await deskOf().conversation(sok, id))?.undelivered;

describe('a message that is given up', () => {
  it('is told to the conversation before it is taken out of the outbox', async () => {
    refuse();
    const atRemoval: string[][] = [];
    const failed = world.core.store.failed;
    vi.spyOn(world.core.store, 'failed').mockImplementation(async (items) => {
      atRemoval.push(await told());
      return failed(items);
    });
    await deskOf().say(sok, id, 'say-1', 'I am here');
    await world.idle();

    expect(atRemoval).toEqual([['undelivered-window']]);
    expect((await lines()).flatMap(({ delivery }) => delivery ?? [])).toEqual(['failed']);
  });

  it('is told once, when whoever gave it up died before it was taken out', async () => {
    refuse();
    const gone = { ok: false, error: 'stale' } as const;
    const dies = vi.spyOn(world.core.store, 'failed').mockResolvedValue([gone]);
    await deskOf().say(sok, id, 'say-1', 'I am here');
    await world.idle();
    expect(await left()).toBe(1);
    dies.mockRestore();
    await world.advance(60_000);

    expect(await left()).toBe(0);
    expect(await told()).toEqual(['undelivered-window']);
  });

  it('stays in the outbox while the store takes no word of it', async () => {
    refuse();
    const accept = world.core.store.accept;
    let refusals = 0;
    vi.spyOn(world.core.store, 'accept').mockImplementation(async (entries) => {
      // The words themselves come in; what is told of them is refused at first.
      if (refusals === 0 || refusals > 2) {
        refusals += 1;
        return accept(entries);
      }
      refusals += 1;
      expect(await left()).toBe(1);
      throw new Error('away');
    });
    await deskOf().say(sok, id, 'say-1', 'I am here');
    await world.idle();

    expect(refusals).toBeGreaterThan(3);
    expect(await told()).toEqual(['undelivered-window']);
    expect(await left()).toBe(0);
  });

  it('is told also where the channel was turned off', async () => {
    vi.spyOn(world.core.channels, 'get').mockReturnValue(undefined);
    await deskOf().say(sok, id, 'say-1', 'I am here');
    await world.idle();

    expect(await told()).toEqual(['undelivered-refused']);
    expect(await left()).toBe(0);
  });

  it('is told also where it cannot be read any more, though the talk can', async () => {
    const open = world.core.vault.open;
    vi.spyOn(world.core.vault, 'open').mockImplementation((key, place, body: Sealed) =>
      place.kind === 'out' ? null : open(key, place, body),
    );
    // A process that did not seal it sends it.
    world.answerWith(() => ({ ok: false, error: { kind: 'retry', code: '500' } }));
    await deskOf().say(sok, id, 'say-1', 'I am here');
    await world.idle();
    await world.advance(60_000);

    expect(await told()).toEqual(['undelivered-refused']);
    expect(await left()).toBe(0);
  });
});
