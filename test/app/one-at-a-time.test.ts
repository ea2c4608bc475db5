import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import { oneAtATime } from '../../src/app/one-at-a-time.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const here = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person. */
const TO_QUEUE = ['hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

describe('what one person takes on', () => {
  it('never is more than fits, however fast it is clicked', async () => {
    const { capacity } = world.core.limits;
    for (let n = 0; n < capacity + 2; n += 1) await world.says(`c${n}`, ...TO_QUEUE);
    const waiting = (await here().queue(sok)).waiting.map(({ id }) => id);
    expect(waiting).toHaveLength(capacity + 2);

    const claims = await Promise.all(waiting.map((id) => here().claim(sok, id, `claim-${id}`)));

    expect(claims.filter(({ ok }) => ok)).toHaveLength(capacity);
    expect((await here().queue(sok)).mine).toHaveLength(capacity);
  });

  it('goes on after something that failed', async () => {
    const failed = oneAtATime('s1', () => Promise.reject(new Error('away')));
    const next = oneAtATime('s1', async () => 'done');

    await expect(failed).rejects.toThrow('away');
    expect(await next).toBe('done');
  });
});
