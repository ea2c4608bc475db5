import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const lines =
  readFileSync('PROMISES.md', 'utf8').split('## Outside our reach')[0]?.split('\n') ?? [];
const promises = lines.filter((line) => line.startsWith('- '));

describe('PROMISES.md', () => {
  it('holds promises', () => {
    expect(promises.length).toBeGreaterThan(20);
  });

  it.each(promises)('%s', (promise) => {
    const [, file = '', name = ''] = /`(test\/[^`]+\.ts)`: "([^"]+)"$/.exec(promise) ?? [];
    expect(file).not.toBe('');

    // The name as it stands in the source, where an apostrophe may be escaped.
    const source = readFileSync(file, 'utf8').replaceAll("\\'", "'");
    expect(source.includes(name), `no test of this name: ${name}`).toBe(true);
  });
});
