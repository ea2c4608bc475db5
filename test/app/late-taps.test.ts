import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doorBeat } from '../../src/app/delivery/open-doors.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

const MINUTE = 60_000;
let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

/** A child who was asked something, and the id of its first choice. */
async function asked(): Promise<string> {
  await world.says('c1', 'hello', '2');
  return firstChoice();
}
function firstChoice(): string {
  const control = world.sent.at(-1)?.rendered.control;
  return control?.kind === 'buttons' ? (control.items[0]?.id ?? '') : '';
}
/** Telegram says no time of a tap. */
const tap = (id: string) => world.child('c1', { kind: 'choice', id });
/** A process begins to take what platforms bring. */
const opens = (worker: string) => doorBeat({ ...world.core, worker })();

describe('a tap without a time', () => {
  it('that comes when doors open after a long outage gets one neutral line', async () => {
    await opens('before');
    const id = await asked();
    await world.later(20 * MINUTE);
    await opens('after');
    await tap(id);

    expect(world.texts().at(-1)).toContain('Your message came late');
    expect(world.texts().at(-1)).not.toContain('1 = ');
  });

  it('is answered as ever where doors were open all the time', async () => {
    const id = await asked();
    for (let minute = 0; minute < 20; minute += 1) {
      await opens(`at-${minute}`);
      await world.later(MINUTE);
    }
    await tap(id);

    expect(world.texts().at(-1)).not.toContain('Your message came late');
  });

  it('is answered as ever once the platform has caught up', async () => {
    await opens('before');
    const id = await asked();
    await world.later(20 * MINUTE);
    await opens('after');
    await world.later(2 * MINUTE);
    await tap(id);

    expect(world.texts().at(-1)).not.toContain('Your message came late');
  });

  it('is answered as ever where the child has written since', async () => {
    await opens('before');
    await asked();
    await world.later(20 * MINUTE);
    await opens('after');
    await world.child('c1', { kind: 'text', text: 'hello', ref: 'r' }, world.now());
    await tap(firstChoice());

    expect(world.texts().at(-1)).not.toContain('Your message came late');
  });
});
