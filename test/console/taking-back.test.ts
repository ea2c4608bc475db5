import { describe, expect, it } from 'vitest';
import type { Api, ApiCall } from '../../src/console/api/client.ts';
import { deskStore, draftOf, pendingOf } from '../../src/console/state/desk-store.ts';
import { sender } from '../../src/console/state/sender.ts';
import { takingBack } from '../../src/console/state/taking-back.ts';
import { ok } from '../../src/domain/result.ts';

function desk() {
  const calls: ApiCall[] = [];
  const moments: (() => void)[] = [];
  const api: Api = {
    read: () => Promise.reject(new Error('nothing is read here')),
    act: async (call) => {
      calls.push(call);
      return ok(null);
    },
  };
  const store = deskStore();
  const sending = sender({
    api,
    store,
    wait: () => Promise.resolve(),
    now: () => 0,
    onAccepted: () => undefined,
  });
  const wait = () => new Promise<void>((resolve) => moments.push(resolve));
  const back = takingBack({ store, sender: sending, wait });
  const shown = () => pendingOf(store.getState(), 'one');
  const said = () => calls.map(({ body }) => (body as { readonly text: string }).text);
  const first = () => {
    const [item] = shown();
    if (item === undefined) throw new Error('nothing is shown');
    return item;
  };
  return { back, store, calls, shown, said, first, pass: () => moments.shift()?.() };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('C13: a reply', () => {
  it('is held, seen as such, and leaves by itself', async () => {
    const { back, said, shown, pass } = desk();
    back.hold('one', 'hello', 0);
    await settled();
    expect(said()).toEqual([]);
    expect(shown().map(({ status }) => status)).toEqual(['held']);

    pass();
    await settled();

    expect(said()).toEqual(['hello']);
    expect(shown().map(({ status }) => status)).toEqual(['accepted']);
  });

  it('goes back into the box before what was written since, and never leaves', async () => {
    const { back, store, said, first, shown, pass } = desk();
    back.hold('one', 'hello', 0);
    store.setDraft('one', { reply: 'more' });

    back.takeBack(first());
    pass();
    await settled();

    expect(said()).toEqual([]);
    expect(shown()).toEqual([]);
    expect(draftOf(store.getState(), 'one').reply).toBe('hello\nmore');
  });

  it('cannot be taken back once it has left', async () => {
    const { back, store, first, shown, pass } = desk();
    back.hold('one', 'hello', 0);
    const item = first();
    pass();
    await settled();

    back.takeBack(item);

    expect(shown()).toHaveLength(1);
    expect(draftOf(store.getState(), 'one').reply).toBe('');
  });

  it('leaves before the next one, and once', async () => {
    const { back, said, pass } = desk();
    back.hold('one', 'first', 0);
    back.hold('one', 'second', 0);
    await settled();
    expect(said()).toEqual(['first']);

    pass();
    pass();
    await settled();

    expect(said()).toEqual(['first', 'second']);
  });

  it('leaves at once when the page goes away, by a request that outlives it', () => {
    const { back, calls, said } = desk();
    back.hold('one', 'hello', 0);

    void back.letGoOfAll();

    expect(said()).toEqual(['hello']);
    expect(calls[0]?.outlives).toBe(true);
  });
});
