import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSource } from '../../../src/adapters/bundle-files/source.ts';

const entries = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));

describe('a JSON file', () => {
  it('says what JSON says, however it is laid out', () => {
    const check = fc.property(entries, fc.constantFrom(0, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const { value: read, problems } = parseSource('texts.json', text);
      expect([read, problems]).toEqual([JSON.parse(text), []]);
    });
    fc.assert(check, { numRuns: 300 });
  });

  it('is read with a name that stands there twice, and with the line of the second', () => {
    const source = parseSource('texts.json', '{\n  "a": "1",\n  "b": "2",\n  "a": "3"\n}\n');

    expect(source.problems).toMatchObject([{ line: 4, what: 'this name stands there twice' }]);
    expect(source.value).toEqual({ a: '3', b: '2' });
  });

  it('tells the line of every entry, though nobody asked while it was read', () => {
    const source = parseSource('texts.json', '{\n  "a": {\n    "b": "2"\n  }\n}\n');

    expect(source.lineOf(['a', 'b'])).toBe(3);
    expect(source.lineOf(['a', 'gone'])).toBe(2);
  });

  it.each(['{"a": "1",}', '{a: "1"}', "{'a': '1'}", ''])('is told when it is none: %s', (text) => {
    expect(parseSource('texts.json', text).problems).toContainEqual(
      expect.objectContaining({ what: 'is not JSON' }),
    );
  });
});
