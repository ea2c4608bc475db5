import { describe, expect, it } from 'vitest';
import type { Api, ApiCall, ApiFailure } from '../../src/console/api/client.ts';
import { deskStore, draftOf, pendingOf } from '../../src/console/state/desk-store.ts';
import { keepDrafts } from '../../src/console/state/draft-keeper.ts';
import { fail, ok, type Result } from '../../src/domain/result.ts';

function keeping(...answers: Result<null, ApiFailure>[]) {
  const calls: ApiCall[] = [];
  const api: Api = {
    read: () => Promise.reject(new Error('nothing is read here')),
    act: async (call) => {
      calls.push(call);
      return answers.shift() ?? ok(null);
    },
  };
  const store = deskStore();
  keepDrafts({ api, store, pause: () => Promise.resolve() });
  const kept = () => calls.map(({ path, body }) => [path, body]);
  return { store, kept };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const NOTE = { note: '', leaving: [] };

describe('the draft keeper', () => {
  it('keeps the last of several changes, once, each conversation for itself', async () => {
    const { store, kept } = keeping();
    store.setDraft('one', { reply: 'h' });
    store.setDraft('one', { reply: 'he' });
    store.setDraft('two', { reply: 'other' });
    await settled();
    store.setLink('live');
    await settled();

    expect(kept()).toEqual([
      ['conversations/one/draft', { reply: 'he', ...NOTE }],
      ['conversations/two/draft', { reply: 'other', ...NOTE }],
    ]);
  });

  it('tries again when the connection is back', async () => {
    const { store, kept } = keeping(fail({ kind: 'unreachable' }));
    store.setDraft('one', { reply: 'h' });
    await settled();
    expect(kept()).toHaveLength(1);

    store.setLink('live');
    await settled();

    expect(kept()).toHaveLength(2);
  });

  it('keeps it after a lock, which refused it', async () => {
    const { store, kept } = keeping(fail({ kind: 'refused', status: 423, error: 'locked' }));
    store.setDraft('one', { reply: 'h' });
    await settled();

    store.setLink('live');
    await settled();

    expect(kept()).toHaveLength(2);
  });

  it('holds on to a line that is on its way until it has arrived', async () => {
    const { store, kept } = keeping();
    const item = { key: 'k', conversation: 'one', kind: 'reply', text: 'bye', at: 0, after: 3 };
    store.setDraft('one', { reply: '' });
    store.add({ ...item, kind: 'reply', status: 'held', why: null });
    await settled();
    expect(kept().at(-1)?.[1]).toMatchObject({ leaving: [{ key: 'k', text: 'bye', after: 3 }] });

    store.mark('k', 'accepted');
    await settled();

    expect(kept().at(-1)?.[1]).toEqual({ reply: '', ...NOTE });
  });

  it('says nothing of a draft that was dropped', async () => {
    const { store, kept } = keeping();
    store.setDraft('one', { reply: 'h' });
    await settled();
    store.dropDraft('one', { handle: 'A1B2', why: 'other' });
    await settled();

    expect(kept()).toHaveLength(1);
  });
});

describe('what was kept', () => {
  const KEPT = { reply: 'half', note: 'n', leaving: [{ key: 'k', text: 'bye', after: 3 }] };

  it('comes back once, with the line of unknown fate under its old key', () => {
    const { store } = keeping();

    store.restore('one', KEPT);

    expect(draftOf(store.getState(), 'one')).toEqual({ reply: 'half', note: 'n' });
    const line = { key: 'k', text: 'bye', status: 'failed', why: 'page-left' };
    expect(pendingOf(store.getState(), 'one')).toEqual([expect.objectContaining(line)]);
    store.dropDraft('one', { handle: 'A1B2', why: 'other' });
    store.restore('one', KEPT);
    expect(draftOf(store.getState(), 'one').reply).toBe('');
  });

  it('never takes the place of what was written since', () => {
    const { store } = keeping();
    store.setDraft('one', { reply: 'newer' });

    store.restore('one', KEPT);

    expect(draftOf(store.getState(), 'one').reply).toBe('newer');
  });
});
