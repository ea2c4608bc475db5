import { describe, expect, it } from 'vitest';
import type { TranscriptLine } from '../../src/console/api/types.ts';
import { deskStore, draftOf, holdsUnsent, pendingOf } from '../../src/console/state/desk-store.ts';
import type { Pending } from '../../src/console/state/pending.ts';

const pending = (key: string, text: string, after = 3): Pending => ({
  key,
  conversation: 'one',
  kind: 'reply',
  text,
  at: 0,
  after,
  status: 'accepted',
  why: null,
});
const line = (seq: number, from: TranscriptLine['from'], text: string): TranscriptLine => ({
  seq,
  from,
  text,
  at: 0,
});

describe('drafts', () => {
  it('stay with their own conversation', () => {
    const store = deskStore();

    store.setDraft('one', { reply: 'for one' });
    store.setDraft('two', { note: 'about two' });

    expect(draftOf(store.getState(), 'one')).toEqual({ reply: 'for one', note: '' });
    expect(draftOf(store.getState(), 'two')).toEqual({ reply: '', note: 'about two' });
  });

  it('survive the same person signing in again', () => {
    const store = deskStore();
    store.signedIn('sokha');
    store.setDraft('one', { reply: 'half a sentence' });

    store.signedIn('sokha');

    expect(draftOf(store.getState(), 'one').reply).toBe('half a sentence');
  });

  it('are gone for another person at the same machine', () => {
    const store = deskStore();
    store.signedIn('sokha');
    store.setDraft('one', { reply: 'half a sentence' });
    store.setLink('live');

    store.signedIn('dara');

    expect(holdsUnsent(store.getState())).toBe(false);
    expect(store.getState().link).toBe('live');
  });

  it('stay as not sent, both parts, once the conversation is in other hands, until put away', () => {
    const store = deskStore();
    store.setDraft('one', { reply: 'half a sentence', note: 'a note' });
    store.setDraft('two', { reply: ' ' });
    store.dropDraft('one', { handle: 'A1B2', why: 'queue' });
    store.dropDraft('two', { handle: 'C3D4', why: 'ended' });

    const text = 'half a sentence\na note';
    expect(store.getState().unsent).toEqual({ one: { handle: 'A1B2', why: 'queue', text } });
    expect(draftOf(store.getState(), 'one').reply).toBe('');
    expect(holdsUnsent(store.getState())).toBe(true);
    store.putAway('one');
    expect(holdsUnsent(store.getState())).toBe(false);
  });

  it('are gone after signing out', () => {
    const store = deskStore();
    store.signedIn('sokha');
    store.setDraft('one', { reply: 'half a sentence' });

    store.signedOut();

    expect(store.getState()).toEqual({ ...deskStore().getState(), left: true });
  });
});

describe('settle', () => {
  const open = (items: readonly Pending[], lines: readonly TranscriptLine[]) => {
    const store = deskStore();
    for (const item of items) store.add(item);
    store.settle('one', lines);
    return { store, keys: pendingOf(store.getState(), 'one').map(({ key }) => key) };
  };

  it('drops a line that the transcript shows', () => {
    const { keys } = open([pending('k1', 'hello')], [line(4, 'counsellor', 'hello')]);

    expect(keys).toEqual([]);
  });

  it('takes neither older words nor those of the child or of a note for it', () => {
    const lines = [
      line(2, 'counsellor', 'hello'),
      line(4, 'child', 'hello'),
      line(5, 'note', 'hello'),
    ];

    expect(open([pending('k1', 'hello')], lines).keys).toEqual(['k1']);
  });

  it('keeps the second of two equal lines until it stands there too', () => {
    const first = line(4, 'counsellor', 'hello');
    const { store, keys } = open([pending('k1', 'hello'), pending('k2', 'hello')], [first]);
    expect(keys).toEqual(['k2']);

    store.settle('one', [first]);
    expect(pendingOf(store.getState(), 'one')).toHaveLength(1);

    store.settle('one', [first, line(5, 'counsellor', 'hello')]);
    expect(pendingOf(store.getState(), 'one')).toHaveLength(0);
  });

  it('drops a line thought to have failed when its first try did arrive', () => {
    const lost: Pending = { ...pending('k1', 'hello'), status: 'failed', why: 'unreachable' };

    expect(open([lost], [line(4, 'counsellor', 'hello')]).keys).toEqual([]);
  });
});
