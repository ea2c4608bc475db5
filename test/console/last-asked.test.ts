import { describe, expect, it } from 'vitest';
import { lastAsked } from '../../src/console/state/last-asked.ts';

describe('what is asked for again before it has come', () => {
  it('is what was asked for last, whichever comes last', async () => {
    const ask = lastAsked();
    const slow = Promise.withResolvers<string>();
    const first = ask(() => slow.promise);

    expect(await ask(async () => 'en')).toBe('en');
    slow.resolve('km');
    expect(await first).toBeNull();
  });

  it('is nothing when it does not come, and what came before it stays out too', async () => {
    const ask = lastAsked();
    const slow = Promise.withResolvers<string>();
    const first = ask(() => slow.promise);

    expect(await ask(() => Promise.reject(new Error('offline')))).toBeNull();
    slow.resolve('km');
    expect(await first).toBeNull();
  });
});
