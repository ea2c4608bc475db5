import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** A vowel or a sign that stands on no letter: what is left when half a cluster is cut away. */
const LOOSE = /(?<![\u1780-\u17B3\u17B6-\u17D3\u17DD])[\u17B6-\u17D3\u17DD]/u;

const files = globSync(['locales/km/**/*.json', 'src/console/locales/km/*.json']);

describe('Khmer texts', () => {
  it.each(files)('%s: every vowel and sign stands on a letter', (file) => {
    const lines = readFileSync(file, 'utf8').split('\n');

    expect(LOOSE.test('់ដូចជា')).toBe(true);
    expect(lines.filter((line) => LOOSE.test(line))).toEqual([]);
  });
});
