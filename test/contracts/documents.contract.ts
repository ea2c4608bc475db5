import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Documents, Json } from '../../src/ports/documents.ts';

/** A real store with a clock that only the test moves. */
export interface DocumentsHarness {
  /** The open store; another one after `reopen`. */
  readonly documents: Documents;
  advance(ms: number): Promise<void>;
  reopen(): Promise<void>;
  dump(): Promise<string>;
  close(): Promise<void>;
}

/** What every Documents promises. Each test gets an empty store of its own. */
export function documentsContract(adapter: string, open: () => Promise<DocumentsHarness>): void {
  describe(`Documents on ${adapter}`, () => {
    let harness: DocumentsHarness | null = null;
    const at = (): DocumentsHarness => {
      if (harness === null) throw new Error('the store is not open');
      return harness;
    };
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(async () => {
      await harness?.close();
      harness = null;
    });

    keyedContract(at);
    expiryContract(at);
    growingContract(at);
  });
}

type At = () => DocumentsHarness;

function keyedContract(at: At): void {
  describe('get, put, list, delete', () => {
    it.each<[string, Json]>([
      ['null', null],
      ['a text', 'សួស្តី "quoted" \u0000 \u{1F600}'],
      ['numbers', [0, -1.5, 1e21, 9007199254740991]],
      ['an object', { a: { b: [true, false, {}] }, __proto__x: 'y' }],
      ['an empty list', []],
    ])('give back %s as it was put', async (_, value) => {
      await at().documents.put('a/b', value, 0);

      expect(await at().documents.get('a/b')).toEqual({ key: 'a/b', version: 1, value });
      await at().reopen();
      expect(await at().documents.get('a/b')).toEqual({ key: 'a/b', version: 1, value });
    });

    it('count the version up, and refuse a version that is another', async () => {
      const { documents } = at();

      expect(await documents.get('k')).toBeNull();
      expect(await documents.put('k', 'zero', 1)).toBeNull();
      expect(await documents.put('k', 'one', 0)).toBe(1);
      expect(await documents.put('k', 'again', 0)).toBeNull();
      expect(await documents.put('k', 'two', 1)).toBe(2);
      expect(await documents.put('k', 'late', 1)).toBeNull();
      expect(await documents.get('k')).toEqual({ key: 'k', version: 2, value: 'two' });
    });

    it('let one of many writers at once win', async () => {
      await at().documents.put('k', 'start', 0);

      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => at().documents.put('k', n, 1)),
      );

      expect(answers.filter((answer) => answer === 2)).toHaveLength(1);
      expect(answers.filter((answer) => answer === null)).toHaveLength(99);
      expect(await at().documents.get('k')).toMatchObject({
        version: 2,
        value: answers.indexOf(2),
      });
    });

    it('list the keys of a prefix in ascending order, and no others', async () => {
      const keys = [
        'staff/b',
        'staff/a',
        'staff',
        'staffa',
        'staff/ក',
        'staff/%',
        'stafe/z',
        'STAFF/a',
      ];
      for (const key of keys) await at().documents.put(key, key, 0);

      const listed = await at().documents.list('staff/');

      const wanted = ['staff/%', 'staff/a', 'staff/b', 'staff/ក'];
      expect(listed).toEqual(wanted.map((key) => ({ key, version: 1, value: key })));
      expect(await at().documents.list('')).toHaveLength(keys.length);
      expect(await at().documents.list('none/')).toEqual([]);
    });

    it('delete what is there, and say whether it was', async () => {
      const { documents } = at();
      await documents.put('k', 'canary-of-a-deleted-document', 0);

      expect(await documents.delete('k')).toBe(true);
      expect(await documents.delete('k')).toBe(false);
      expect(await documents.get('k')).toBeNull();
      expect(await documents.list('')).toEqual([]);
      expect(await at().dump()).not.toContain('canary-of-a-deleted-document');
      expect(await documents.put('k', 'new', 0)).toBe(1);
    });
  });
}

function expiryContract(at: At): void {
  describe('put with a time to live', () => {
    it('is there until then, and not from then on', async () => {
      const { documents } = at();
      await documents.put('session/1', 'x', 0, 1000);
      await at().advance(999);
      const before = await documents.get('session/1');
      await at().advance(1);

      expect(before).toMatchObject({ version: 1 });
      expect(await documents.get('session/1')).toBeNull();
      expect(await documents.list('session/')).toEqual([]);
      expect(await documents.delete('session/1')).toBe(false);
      expect(await documents.put('session/1', 'y', 0)).toBe(1);
    });

    it('is renewed or ended by the next put', async () => {
      const { documents } = at();
      await documents.put('a', 1, 0, 1000);
      await documents.put('b', 1, 0, 1000);
      await documents.put('a', 2, 1, 5000);
      await documents.put('b', 2, 1);
      await at().advance(4999);

      expect(await documents.get('a')).toMatchObject({ value: 2 });
      await at().advance(1);
      expect(await documents.get('a')).toBeNull();
      expect(await documents.get('b')).toMatchObject({ value: 2 });
    });

    it('does not pile up', async () => {
      await at().documents.put('session/1', 'canary-of-an-old-session', 0, 1000);
      await at().advance(1000);

      await at().documents.put('session/2', 'x', 0, 1000);

      expect(await at().dump()).not.toContain('canary-of-an-old-session');
    });
  });
}

function growingContract(at: At): void {
  describe('append and read', () => {
    it('number the entries of each log from 1, without gaps, in order', async () => {
      const { documents } = at();

      const numbers = await Promise.all(
        ['a', 'b', 'c'].map((value) => documents.append('audit', value)),
      );
      const other = await documents.append('audit2', 'x');

      expect(numbers).toEqual([1, 2, 3]);
      expect(other).toBe(1);
      expect(await documents.read('audit', 0, 10)).toEqual([
        { seq: 1, value: 'a' },
        { seq: 2, value: 'b' },
        { seq: 3, value: 'c' },
      ]);
    });

    it('read on after a number, as many as asked for', async () => {
      for (const n of [1, 2, 3, 4, 5]) await at().documents.append('audit', { n });
      await at().reopen();

      const page = await at().documents.read('audit', 2, 2);

      expect(page).toEqual([
        { seq: 3, value: { n: 3 } },
        { seq: 4, value: { n: 4 } },
      ]);
      expect(await at().documents.read('audit', 5, 2)).toEqual([]);
      expect(await at().documents.read('none', 0, 2)).toEqual([]);
      expect(await at().documents.append('audit', 6)).toBe(6);
    });
  });

  describe('increment and counters', () => {
    it('add up, from nothing, in parallel, and also downwards', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => at().documents.increment('day/contacts', 2)),
      );

      expect(answers.toSorted((a, b) => a - b).at(-1)).toBe(100);
      expect(new Set(answers).size).toBe(50);
      expect(await at().documents.increment('day/contacts', -1)).toBe(99);
    });

    it('list the counters of a prefix', async () => {
      await at().documents.increment('day/a', 1);
      await at().documents.increment('day/b', 2);
      await at().documents.increment('days', 3);
      await at().reopen();

      expect(await at().documents.counters('day/')).toEqual({ 'day/a': 1, 'day/b': 2 });
      expect(await at().documents.counters('none')).toEqual({});
    });
  });
}
