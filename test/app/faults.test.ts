import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findAlerts } from '../../src/app/alerts.ts';
import { desk } from '../../src/app/desk.ts';
import type { Delivery } from '../../src/ports/channel.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const deskOf = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
const refusal = (error: Extract<Delivery, { readonly ok: false }>['error']) => () =>
  ({ ok: false, error }) as const;
const works = () => ({ ok: true, messageIds: ['m'] }) as const;

/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened. */
const toHarm = ['2', '2', '1', '2', '1', '1', '1'];
/** In danger now, and asks for a person. */
const toDanger = ['2', '2', '1', '1', '1', '1', '2'];

async function waiting(child: string, words: readonly string[] = [...toHarm, '9', '1', '2']) {
  const before = new Set((await deskOf().queue(sok)).waiting.map(({ id }) => id));
  await world.says(child, 'hello', ...words);
  return (await deskOf().queue(sok)).waiting.find(({ id }) => !before.has(id))?.id ?? '';
}

/** Time goes by as it does, so that every retry has its turn. */
async function pass(ms: number, step = 5 * SECOND): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) await world.advance(step);
}

/** What was said to one child, in order. */
const saidTo = (child: string) =>
  world.sent.filter(({ to }) => to.id === child).flatMap(({ rendered }) => rendered.texts);

describe('53: a platform that refuses', () => {
  it.each<[string, Extract<Delivery, { readonly ok: false }>['error']]>([
    ['429 with a time', { kind: 'retry', code: '429', afterMs: 2000 }],
    ['429 without a time', { kind: 'retry', code: '429' }],
    ['500', { kind: 'retry', code: '500' }],
    ['a timeout', { kind: 'retry', code: 'timeout' }],
    ['no way to it (DNS, TLS)', { kind: 'retry', code: 'network' }],
    ['a wrong token', { kind: 'auth', code: '401' }],
  ])('%s: is not stormed, and everything comes in order afterwards', async (_, error) => {
    let calls = 0;
    world.answerWith(() => {
      calls += 1;
      return refusal(error)();
    });
    for (const child of ['a', 'b', 'c', 'd']) await world.says(child, 'hello', '2', '2');
    await pass(5 * MINUTE);
    const asked = calls;
    world.answerWith(works);
    await pass(2 * MINUTE);

    // Four children, and a look each five seconds: as often as the platform said, and never more.
    expect(asked).toBeLessThanOrEqual((4 * 5 * MINUTE) / (5 * SECOND));
    for (const child of ['a', 'b', 'c', 'd']) {
      const [first = '', second = '', third = ''] = saidTo(child);
      expect(first).toContain('Which language');
      expect(second).toContain('looking at this screen');
      expect(third).not.toBe('');
    }
  });

  it('for one child alone does not hold up another', async () => {
    world.answerWith(({ to }) =>
      to.id === 'a' ? refusal({ kind: 'retry', code: '429', afterMs: 3_600_000 })() : works(),
    );
    await world.says('a', 'hello');
    await world.says('b', 'hello');

    expect(saidTo('b')).toHaveLength(1);
    expect(saidTo('a')).toEqual([]);
  });
});

describe('54: a platform that is away for six hours', () => {
  it('gets the urgent first, nobody gets an old question, and nobody thirty messages', async () => {
    const ids = new Map<string, string>();
    for (const child of ['calm', 'urgent']) {
      ids.set(child, await waiting(child, child === 'calm' ? undefined : toDanger));
    }
    expect([...ids.values()].every((id) => id !== '')).toBe(true);
    await deskOf().claim(sok, ids.get('calm') ?? '', 'claim-1');
    await world.idle();
    const before = world.sent.length;
    world.answerWith(refusal({ kind: 'retry', code: 'network' }));
    for (let n = 1; n <= 5; n += 1) {
      await deskOf().say(sok, ids.get('calm') ?? '', `say-${n}`, `line ${n}`);
    }
    for (let n = 0; n < 30; n += 1) {
      await world.says('urgent', 'are you there');
      await world.says('asks', n % 2 === 0 ? 'hello' : '2');
    }
    await pass(6 * HOUR, 10 * MINUTE);
    world.answerWith(works);
    await pass(5 * MINUTE);

    const after = world.sent.slice(before);
    for (const child of ['calm', 'urgent', 'asks']) {
      expect(after.filter(({ to }) => to.id === child).length).toBeLessThanOrEqual(3);
    }
    expect(after.flatMap(({ rendered }) => rendered.texts).join('\n')).not.toMatch(
      /Which language|line \d/,
    );
    // A counsellor's words were given up after two hours, and the counsellor sees it.
    const view = await deskOf().conversation(sok, ids.get('calm') ?? '');
    expect(view?.lines.some(({ text }) => text === 'undelivered-too-old')).toBe(true);
  });
});

describe('55: a token that was revoked, an account that was locked', () => {
  it.each<'auth' | 'account'>(['auth', 'account'])(
    'stops the channel, tells somebody, and takes everything in as before: %s',
    async (kind) => {
      world.answerWith(refusal({ kind, code: '401' }));
      await world.says('a', 'hello', '2');
      await pass(3 * MINUTE);
      expect(await findAlerts(world.core)).toContainEqual({ alert: 'channel-down', count: 1 });
      await world.says('b', 'hello');
      world.answerWith(works);
      await pass(3 * MINUTE);

      expect(saidTo('a')[0]).toContain('Which language');
      expect(saidTo('b')[0]).toContain('Which language');
      expect(await findAlerts(world.core)).toEqual([]);
    },
  );

  it('is not what a refusal of one message is: that one is dropped, and seen by the counsellor', async () => {
    const id = await waiting('a');
    await deskOf().claim(sok, id, 'claim-1');
    await world.idle();
    world.answerWith(refusal({ kind: 'policy', code: '131049' }));
    await deskOf().say(sok, id, 'say-1', 'Hello');
    await world.idle();
    world.answerWith(works);
    await world.says('b', 'hello');

    const view = await deskOf().conversation(sok, id);
    expect(view?.lines.map(({ text }) => text)).toContain('undelivered-refused');
    expect(saidTo('b')).toHaveLength(1);
    expect(await findAlerts(world.core)).toEqual([]);
  });
});

describe('a child whom the platform refuses without saying whether it means all', () => {
  const refused = [
    { kind: 'auth', code: '200', scope: 'perhaps-child' },
    { kind: 'retry', code: '2', scope: 'perhaps-child' },
  ] as const;

  it.each(refused)('holds up nobody else: $kind', async (error) => {
    world.answerWith(({ to }) => (to.id === 'blocked' ? refusal(error)() : works()));
    for (let turns = 0; turns < 6; turns += 1) await world.says('blocked', 'hello');
    await pass(10 * MINUTE, 20 * SECOND);
    await world.says('well', 'hello', '2');

    expect(saidTo('well')).toHaveLength(2);
    expect(await findAlerts(world.core)).toEqual([]);
  });

  it('is not asked for ever once others are served', async () => {
    await waiting('blocked');
    let asked = 0;
    world.answerWith(({ to }) => {
      if (to.id !== 'blocked') return works();
      asked += 1;
      return refusal(refused[0])();
    });
    await world.says('blocked', 'help');
    for (let hour = 0; hour < 3; hour += 1) {
      await pass(HOUR, 5 * MINUTE);
      await world.says(`well-${hour}`, 'hello');
    }
    const before = asked;
    await pass(HOUR, 5 * MINUTE);

    expect(before).toBeGreaterThan(1);
    expect(asked).toBe(before);
  });

  it('stops the channel and tells somebody when it is three in a row', async () => {
    let calls = 0;
    world.answerWith(() => {
      calls += 1;
      return refusal(refused[0])();
    });
    for (const child of ['a', 'b', 'c', 'd', 'e', 'f']) await world.says(child, 'hello');
    expect(calls).toBe(3);
    await pass(2 * MINUTE);
    expect(await findAlerts(world.core)).toContainEqual({ alert: 'channel-down', count: 1 });
    world.answerWith(works);
    await pass(3 * MINUTE);

    for (const child of ['a', 'f']) expect(saidTo(child)[0]).toContain('Which language');
    expect(await findAlerts(world.core)).toEqual([]);
  });
});

describe('56: webhooks out of order', () => {
  it('an answer to an older question decides nothing, five seconds or an hour late', async () => {
    await world.says('a', 'hello');
    const control = world.sent.at(-1)?.rendered.control;
    const old = control?.kind === 'buttons' ? (control.items[0]?.id ?? '') : '';
    await world.says('a', '2', '2', '1');
    const before = saidTo('a').at(-1);
    await world.child('a', { kind: 'choice', id: old }, world.now() - 5 * SECOND);
    expect(saidTo('a').slice(-2).join('|')).toContain('from an earlier moment');
    expect(saidTo('a').at(-1)?.split('\n').at(-1)).toBe(before?.split('\n').at(-1));
    await world.child('a', { kind: 'choice', id: old }, world.now() - HOUR);

    expect(saidTo('a').at(-1)).toContain(
      'Your message came late. You can write again at any time.',
    );
    expect(saidTo('a').at(-1)).not.toContain('1 = ');
  });
});

describe('59: a counsellor whose line breaks', () => {
  it('sends again under the same key, and the child gets it once', async () => {
    const id = await waiting('a');
    await deskOf().claim(sok, id, 'claim-1');
    for (let times = 0; times < 3; times += 1) {
      expect(await deskOf().say(sok, id, 'say-1', 'I am here')).toEqual({
        ok: true,
        value: undefined,
      });
    }
    await world.idle();

    expect(saidTo('a').filter((text) => text.includes('I am here'))).toHaveLength(1);
  });
});

describe('60: a child who leaves', () => {
  it('for twenty-five hours gets no message out of nowhere, and begins anew', async () => {
    await waiting('a');
    const before = world.sent.length;
    await pass(25 * HOUR, 10 * MINUTE);
    expect(world.sent.length).toBe(before);
    await world.says('a', 'hello');

    expect(world.sent.length).toBe(before + 1);
    expect(saidTo('a').at(-1)).toContain('Which language');
  });

  it('and cannot be written to any more after a day: the counsellor sees it', async () => {
    const id = await waiting('a');
    await deskOf().claim(sok, id, 'claim-1');
    await world.idle();
    world.answerWith(refusal({ kind: 'window', code: '131047' }));
    await deskOf().say(sok, id, 'say-1', 'Are you there?');
    await world.idle();

    const view = await deskOf().conversation(sok, id);
    expect(view?.lines.map(({ text }) => text)).toContain('undelivered-window');
  });

  it('by blocking the bot is left in peace', async () => {
    const id = await waiting('a');
    await deskOf().claim(sok, id, 'claim-1');
    await world.idle();
    world.answerWith(refusal({ kind: 'gone', code: '403' }));
    await deskOf().say(sok, id, 'say-1', 'Hello');
    await world.idle();
    world.answerWith(works);
    const before = world.sent.length;
    await pass(30 * MINUTE, MINUTE);

    expect(world.sent.length).toBe(before);
    expect((await deskOf().conversation(sok, id))?.lines.length).toBeGreaterThan(0);
  });
});

describe('the window of a platform', () => {
  it('is counted from what the child wrote last, also after the words that wait were said', async () => {
    const id = await waiting('a');
    await deskOf().claim(sok, id, 'claim-1');
    await deskOf().say(sok, id, 'say-0', 'Hello');
    await pass(3 * HOUR, 30 * MINUTE);
    world.answerWith(refusal({ kind: 'retry', code: '500' }));
    await deskOf().say(sok, id, 'say-1', 'Are you there?');
    await world.idle();
    await world.says('a', 'yes');
    world.answerWith(works);
    await pass(2 * MINUTE);

    const call = world.sent.find(({ rendered }) => rendered.texts.join().includes('Are you there'));
    expect(call?.reach?.quietMs).toBeLessThan(HOUR);
  });
});

describe('61: a timer that is due while no worker runs', () => {
  it('fires once, and says nothing that comes too late to be understood', async () => {
    await world.says('a', 'hello', '2');
    await world.outage(20 * MINUTE);
    await world.idle();
    const said = saidTo('a');
    await pass(10 * MINUTE, MINUTE);

    expect(saidTo('a')).toEqual(said);
    expect(said.filter((text) => text.includes('Goodbye')).length).toBeLessThanOrEqual(1);
    await world.says('a', 'hello');
    expect(saidTo('a').at(-1)).toContain('Which language');
  });
});

describe('a turn that fails again and again', () => {
  it('loses nothing while the store takes no commit, however often it is tried', async () => {
    await world.says('a', 'hello');
    const commit = vi.spyOn(world.core.store, 'commit').mockRejectedValue(new Error('away'));
    await world.says('a', '2');
    await pass(5 * MINUTE, 31 * SECOND);
    const tried = commit.mock.calls.length;
    commit.mockRestore();
    await pass(2 * MINUTE);

    expect(tried).toBeGreaterThanOrEqual(8);
    expect(saidTo('a').at(-1)).toContain('looking at this screen');
  });

  /** From now on a turn throws at a word. */
  function breakAt(word: string): void {
    const bundle = world.core.bundles.current();
    const exit = Object.assign(new Set(bundle.lexicon.exit), {
      has(said: string): boolean {
        if (said === word) throw new Error(word);
        return bundle.lexicon.exit.has(said);
      },
    });
    const broken = { ...bundle, lexicon: { ...bundle.lexicon, exit } };
    vi.spyOn(world.core.bundles, 'of').mockReturnValue(broken);
  }
  const dropped = () => world.logged.filter(({ event }) => event === 'input-dropped');

  it('because its step throws is taken out of the way, and the child comes to a person', async () => {
    await world.says('a', 'hello');
    breakAt('boom');
    await world.says('a', 'boom');
    const before = saidTo('a').length;
    await pass(4 * MINUTE, 31 * SECOND);
    const [word = ''] = saidTo('a').slice(before);
    const id = (await deskOf().queue(sok)).waiting[0]?.id ?? '';
    await deskOf().claim(sok, id, 'claim-1');

    expect(word).toContain('Please wait');
    const view = await deskOf().conversation(sok, id);
    expect(view?.lines.map(({ text }) => text)).toContain('poison');
    expect(JSON.stringify(world.logged)).not.toContain('boom');
  });

  it('is logged and alarmed once, and the talk goes on', async () => {
    await world.says('a', 'hello');
    breakAt('boom');
    await world.says('a', 'boom');
    await pass(4 * MINUTE, 31 * SECOND);
    await world.says('a', '2');

    expect(saidTo('a').at(-1)).toContain('looking at this screen');
    expect(dropped()).toEqual([{ event: 'input-dropped', fields: { kind: 'input' } }]);
    expect(await findAlerts(world.core)).toContainEqual({ alert: 'input-dropped', count: 1 });
  });

  it('is taken out of the way also where nothing of the bundle works any more', async () => {
    await world.says('a', 'hello');
    const bundle = world.core.bundles.current();
    const of = vi.spyOn(world.core.bundles, 'of').mockReturnValue({
      ...bundle,
      get lexicon(): never {
        throw new Error('boom');
      },
      get texts(): never {
        throw new Error('boom');
      },
    });
    await world.says('a', 'good morning');
    await pass(4 * MINUTE, 31 * SECOND);
    of.mockRestore();
    await world.says('a', '2');

    expect(dropped()).toHaveLength(1);
    expect(saidTo('a').at(-1)).toContain('looking at this screen');
  });
});
