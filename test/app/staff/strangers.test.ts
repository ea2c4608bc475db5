import { generate } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knowsDevice, rememberDevice } from '../../../src/app/staff/known-devices.ts';
import { signIn } from '../../../src/app/staff/sign-in.ts';
import { totp } from '../../../src/app/staff/totp.ts';
import { type HttpWorld, httpWorld, PASSWORD, PLAIN_SEALS } from '../../support/http-world.ts';

let world: HttpWorld;
let waits: number[];
/** Stands still but where a test lets it pass. */
let time: number;
beforeEach(async () => {
  world = await httpWorld();
  waits = [];
  time = world.now();
});
afterEach(() => world.close());

const clock = {
  now: () => time,
  wait: async (ms: number) => void waits.push(ms),
};
let addresses = 0;
const from = (name: string, password: string, device: string | null = null) => {
  addresses += 1;
  const ip = `10.1.${addresses >> 8}.${addresses & 255}`;
  return signIn(world.documents, { name, password, ip, device }, clock);
};
/** So many addresses at once that the line is longer than anybody may wait. */
async function flood(name: string): Promise<string[]> {
  const silent = { ...clock, wait: async () => {} };
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      signIn(world.documents, { name, password: 'x', ip: `10.2.0.${at}` }, silent),
    ),
  );
  return answers.map((answer) => (answer.ok ? 'in' : answer.error));
}

describe('28: guesses at one account from many addresses', () => {
  it('come ever slower, each from an address of its own', async () => {
    await world.member('dara', 'counsellor');
    for (let count = 0; count < 16; count += 1) {
      await from('dara', 'wrong');
      time += waits.at(-1) ?? 0;
    }

    expect(waits.length).toBeGreaterThanOrEqual(5);
    expect(waits.at(-1)).toBeGreaterThan((waits[0] ?? 0) * 8);
  });

  it('are told to come later once the line is long, for a name that is none alike', async () => {
    await world.member('dara', 'counsellor');

    const [known, unknown] = [await flood('dara'), await flood('nobody')];
    expect(known.filter((answer) => answer === 'slow-down').length).toBeGreaterThan(20);
    expect(unknown).toEqual(known);
    expect(await from('dara', 'wrong')).toEqual(await from('nobody', 'wrong'));
    expect(waits).toEqual([8_000, 8_000]);
  });

  it('do not lock the person out of a browser where they signed in before', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const device = await rememberDevice(world.documents, null, id);
    await flood('dara');

    expect((await from('dara', PASSWORD, device)).ok).toBe(true);
    expect(waits).toEqual([]);
  });

  it('do not lock out of a new browser whoever has a second factor; the wrong password stays outside', async () => {
    const member = await world.member('dara', 'counsellor');
    const codes = totp(world.documents, PLAIN_SEALS);
    const { secret } = await codes.begin(member.id, member.name);
    const epoch = Math.floor(world.now() / 1000);
    await codes.confirm(member.id, await generate({ secret, epoch }), world.now());
    await flood('dara');

    expect(await from('dara', 'wrong')).toEqual({ ok: false, error: 'slow-down' });
    expect((await from('dara', PASSWORD)).ok).toBe(true);
    expect(waits).toEqual([8_000, 8_000]);
  });

  it('are not freed of the line by whoever gets in', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const device = await rememberDevice(world.documents, null, id);
    await flood('dara');
    await from('dara', PASSWORD, device);

    expect(await from('dara', 'wrong')).toEqual({ ok: false, error: 'slow-down' });
  });

  it('are as slow at a known browser as at one address', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const device = await rememberDevice(world.documents, null, id);
    for (let count = 0; count < 7; count += 1) await from('dara', 'wrong', device);

    expect(waits.length).toBeGreaterThanOrEqual(4);
  });

  it('do not slow whoever was right all the time', async () => {
    await world.member('dara', 'counsellor');
    for (let count = 0; count < 30; count += 1) {
      expect((await from('dara', PASSWORD)).ok).toBe(true);
    }

    expect(waits).toEqual([]);
  });
});

describe('a known browser', () => {
  it('is known to the accounts that signed in there, and to no other', async () => {
    const { documents } = world;
    const token = await rememberDevice(documents, null, 's1');
    expect(await rememberDevice(documents, token, 's2')).toBe(token);

    expect(await knowsDevice(documents, token, 's1')).toBe(true);
    expect(await knowsDevice(documents, token, 's2')).toBe(true);
    expect(await knowsDevice(documents, token, 's3')).toBe(false);
    expect(JSON.stringify(await documents.list(''))).not.toContain(token);
  });

  it('gets a token of ours, whatever it came with', async () => {
    const planted = 'a'.repeat(43);

    expect(await rememberDevice(world.documents, planted, 's1')).not.toBe(planted);
    expect(await knowsDevice(world.documents, planted, 's1')).toBe(false);
  });
});
