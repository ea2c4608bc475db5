import { describe, expect, it } from 'vitest';
import type { Api, ApiCall, ApiFailure } from '../../src/console/api/client.ts';
import { type DeskStore, deskStore, pendingOf } from '../../src/console/state/desk-store.ts';
import { type Sender, sender } from '../../src/console/state/sender.ts';
import { fail, ok, type Result } from '../../src/domain/result.ts';

type Answer = Result<null, ApiFailure>;
const lost: Answer = fail({ kind: 'unreachable' });
const left: Answer = fail({ kind: 'refused', status: 409, error: 'child-left' });

/** A sender whose server gives these answers in turn, then accepts everything. */
function deskWith(...answers: Answer[]) {
  const calls: ApiCall[] = [];
  const waits: number[] = [];
  const api: Api = {
    read: () => Promise.reject(new Error('nothing is read here')),
    act: (call) => {
      calls.push(call);
      return Promise.resolve(answers.shift() ?? ok(null));
    },
  };
  const store = deskStore();
  const sending = sender({
    api,
    store,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    now: () => 0,
    onAccepted: () => undefined,
  });
  return { calls, waits, store, sending };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const statuses = (store: DeskStore) =>
  pendingOf(store.getState(), 'one').map(({ status, why }) => [status, why]);
const bodies = (calls: readonly ApiCall[]) => calls.map(({ body }) => body);
const say = (sending: Sender, ...texts: string[]) => {
  for (const text of texts) sending.submit('one', 'reply', text, 0);
};

describe('submit', () => {
  it('shows a line at once and as accepted when the server has it', async () => {
    const { store, sending } = deskWith();

    say(sending, ' hello ');
    expect(statuses(store)).toEqual([['sending', null]]);
    await settled();

    expect(statuses(store)).toEqual([['accepted', null]]);
    expect(pendingOf(store.getState(), 'one')[0]?.text).toBe('hello');
  });

  it('tries again with the same key while the server cannot be reached', async () => {
    const { calls, waits, sending } = deskWith(lost, lost);

    say(sending, 'hello');
    await settled();

    expect(calls).toHaveLength(3);
    expect(new Set(bodies(calls).map((body) => JSON.stringify(body))).size).toBe(1);
    expect(waits).toEqual([500, 1000]);
  });

  it('gives the decision to the counsellor after the last try', async () => {
    const { calls, store, sending } = deskWith(lost, lost, lost, lost, lost);

    say(sending, 'hello');
    await settled();

    expect(calls).toHaveLength(5);
    expect(statuses(store)).toEqual([['failed', 'unreachable']]);
  });

  it('does not try again what the server refused', async () => {
    const { calls, store, sending } = deskWith(left);

    say(sending, 'hello');
    await settled();

    expect(calls).toHaveLength(1);
    expect(statuses(store)).toEqual([['failed', 'child-left']]);
  });

  it('sends in order and lets nothing overtake a line that failed', async () => {
    const { calls, store, sending } = deskWith(ok(null), left);

    say(sending, 'first', 'second', 'third');
    await settled();

    expect(bodies(calls)).toMatchObject([{ text: 'first' }, { text: 'second' }]);
    expect(statuses(store).map(([status]) => status)).toEqual(['accepted', 'failed', 'failed']);
  });

  it('sends a note to the notes and never to the child', async () => {
    const { calls, sending } = deskWith();

    sending.submit('one', 'note', 'for colleagues', 0);
    await settled();

    expect(calls.map(({ path }) => path)).toEqual(['conversations/one/notes']);
  });
});

describe('retry', () => {
  it('uses the key of the first try', async () => {
    const { calls, store, sending } = deskWith(fail({ kind: 'signed-out' }));
    say(sending, 'hello');
    await settled();
    const [item] = pendingOf(store.getState(), 'one');
    if (!item) throw new Error('the failed line is missing');

    sending.retry(item);
    await settled();

    expect(bodies(calls)[1]).toEqual(bodies(calls)[0]);
    expect(statuses(store)).toEqual([['accepted', null]]);
  });
});
