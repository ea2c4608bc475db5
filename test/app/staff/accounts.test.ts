import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delayAfter } from '../../../src/app/staff/attempts.ts';
import { changeMember } from '../../../src/app/staff/change-member.ts';
import { acceptInvitation, INVITATION_MS, invite } from '../../../src/app/staff/invitations.ts';
import {
  deskPeople,
  isAvailable,
  renewPresence,
  setPresence,
} from '../../../src/app/staff/presence.ts';
import { signIn } from '../../../src/app/staff/sign-in.ts';
import { type HttpWorld, httpWorld, PASSWORD } from '../../support/http-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

const invitee = (token: string, name = 'sokha') => ({
  token,
  name,
  alias: 'Sokha',
  password: PASSWORD,
});

describe('an invitation', () => {
  it('is kept as a hash, makes one account, and is used up', async () => {
    const { documents, now } = world;
    const { token } = await invite(documents, { role: 'counsellor', by: 'test', now: now() });

    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(JSON.stringify(await documents.list(''))).not.toContain(token);
    expect(await acceptInvitation(documents, invitee(token), now())).toMatchObject({
      ok: true,
      value: { role: 'counsellor', alias: 'Sokha' },
    });
    expect(await acceptInvitation(documents, invitee(token, 'other'), now())).toEqual({
      ok: false,
      error: 'invalid-invitation',
    });
    expect(JSON.stringify(await documents.list(''))).not.toContain(PASSWORD);
  });

  it('gives an account to one of two who come at once', async () => {
    const { documents, now } = world;
    const { token } = await invite(documents, { role: 'counsellor', by: 'test', now: now() });

    const both = await Promise.all(
      ['one', 'two'].map((name) => acceptInvitation(documents, invitee(token, name), now())),
    );

    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await deskPeople(documents, now())).toHaveLength(1);
  });

  it('survives a name that is taken', async () => {
    const { documents, now } = world;
    await world.member('sokha', 'counsellor');
    const { token } = await invite(documents, { role: 'counsellor', by: 'test', now: now() });

    expect(await acceptInvitation(documents, invitee(token), now())).toEqual({
      ok: false,
      error: 'name-taken',
    });
    expect((await acceptInvitation(documents, invitee(token, 'dara'), now())).ok).toBe(true);
  });

  it('is void after an hour', async () => {
    const { documents, now, clock } = world;
    const { token } = await invite(documents, { role: 'admin', by: 'test', now: now() });
    clock.ahead = INVITATION_MS;

    expect((await acceptInvitation(documents, invitee(token), now())).ok).toBe(false);
  });
});

describe('signIn', () => {
  it('answers alike for a wrong password, an unknown name and a disabled account', async () => {
    const { documents, now } = world;
    const member = await world.member('sokha', 'counsellor');
    await changeMember(documents, member.id, { disabled: true }, { id: 'test', now: now() });
    await world.member('dara', 'counsellor');
    const clock = { now, wait: async () => {} };

    const answers = await Promise.all([
      signIn(documents, { name: 'dara', password: 'wrong', ip: '1' }, clock),
      signIn(documents, { name: 'nobody', password: PASSWORD, ip: '2' }, clock),
      signIn(documents, { name: 'sokha', password: PASSWORD, ip: '3' }, clock),
    ]);

    expect(answers).toEqual(Array(3).fill({ ok: false, error: 'refused' }));
    expect(
      (await signIn(documents, { name: ' Dara', password: PASSWORD, ip: '1' }, clock)).ok,
    ).toBe(true);
  });

  it('slows an address down without locking the account out', async () => {
    const { documents, now } = world;
    await world.member('dara', 'counsellor');
    const waits: number[] = [];
    const clock = {
      now,
      wait: async (ms: number) => {
        waits.push(ms);
        world.clock.ahead += ms;
      },
    };
    const attempt = (password: string, ip: string) =>
      signIn(documents, { name: 'dara', password, ip }, clock);

    for (let count = 0; count < 8; count += 1) await attempt('wrong', '10.0.0.1');

    expect(waits.length).toBeGreaterThanOrEqual(4);
    expect(waits.at(-1)).toBeGreaterThan((waits[0] ?? 0) * 4);
    expect((await attempt(PASSWORD, '10.0.0.2')).ok).toBe(true);
    expect((await attempt(PASSWORD, '10.0.0.1')).ok).toBe(true);
  });

  it('makes a hundred guesses at once as slow as a hundred in a row', async () => {
    const { documents, now } = world;
    const clock = { now, wait: async () => {} };

    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        signIn(documents, { name: 'x', password: 'x', ip: '1' }, clock),
      ),
    );

    expect(
      answers.filter((answer) => !answer.ok && answer.error === 'slow-down').length,
    ).toBeGreaterThan(15);
  });

  it('never waits longer than eight seconds for one attempt', () => {
    expect([1, 2, 3, 4, 100].map(delayAfter)).toEqual([0, 0, 250, 500, 8_000]);
  });
});

describe('changeMember', () => {
  it('keeps the last admin', async () => {
    const { documents, now } = world;
    const first = await world.member('first', 'admin');
    const by = { id: 'test', now: now() };

    expect(await changeMember(documents, first.id, { role: 'counsellor' }, by)).toEqual({
      ok: false,
      error: 'last-admin',
    });
    await world.member('second', 'admin');
    expect((await changeMember(documents, first.id, { disabled: true }, by)).ok).toBe(true);
  });
});

describe('presence', () => {
  it('lasts a minute, as long as somebody renews it, and is never taken up again by itself', async () => {
    const { documents, now, clock } = world;
    const { id } = await world.member('dara', 'counsellor');
    const available = async () => {
      const one = await isAvailable(documents, id, now());
      expect((await deskPeople(documents, now()))[0]?.available).toBe(one);
      return one;
    };

    expect(await available()).toBe(false);
    await setPresence(documents, id, true, now());
    clock.ahead += 50_000;
    await renewPresence(documents, id, now());
    clock.ahead += 50_000;
    expect(await available()).toBe(true);
    clock.ahead += 11_000;
    await renewPresence(documents, id, now());
    expect(await available()).toBe(false);
  });

  it('ends at once when the person goes away', async () => {
    const { documents, now } = world;
    const { id } = await world.member('dara', 'counsellor');
    await setPresence(documents, id, true, now());
    await setPresence(documents, id, false, now());
    await renewPresence(documents, id, now());

    expect((await deskPeople(documents, now())).map((person) => person.available)).toEqual([false]);
    expect(await isAvailable(documents, id, now())).toBe(false);
    expect(await isAvailable(documents, 'nobody', now())).toBe(false);
  });
});
