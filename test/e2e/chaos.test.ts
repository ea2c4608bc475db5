import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** `npm run chaos`; answers its exit code and what it said. */
async function chaos(...args: readonly string[]) {
  const child = spawn(process.execPath, ['test/chaos/main.ts', ...args], { cwd: ROOT });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, 'exit');
  return { code, said, last: said.trimEnd().split('\n').at(-1) ?? '' };
}

const BOOKS = /^in [1-9]\d*, kills \d+, lost \d+, doubled \d+, disordered \d+, stranded \d+$/;
const NOTHING = /^in [1-9]\d*, kills [1-9]\d*, lost 0, doubled 0, disordered 0, stranded 0$/;
/** On a machine that has other work to do, late is not lost. */
const PATIENT = ['--patience', '600'];
const SECOND = 1000;

describe('chaos', () => {
  it('46: with everything killed, stopped and cut off, nothing is lost, doubled, disordered or stranded (Redis)', {
    timeout: 1500 * SECOND,
  }, async () => {
    const { last, said } = await chaos(
      '--seconds',
      '120',
      '--kills',
      '10',
      '--seed',
      '11',
      ...PATIENT,
    );
    expect(last, said).toMatch(NOTHING);
  });

  it('46: the same with one process on SQLite', { timeout: 1500 * SECOND }, async () => {
    const { last, said } = await chaos(
      '--seconds',
      '20',
      '--seed',
      '12',
      '--store',
      'sqlite',
      ...PATIENT,
    );
    expect(last, said).toMatch(NOTHING);
  });

  it.each([
    ['redis', 'no-fence'],
    ['redis', 'no-head-id'],
    ['redis', 'drop-outbox'],
    ['redis', 'no-dedupe'],
    ['sqlite', 'no-dedupe'],
  ])(
    'notices on %s when a guard is taken out: %s',
    { timeout: 900 * SECOND },
    async (store, guard) => {
      // It ends as soon as it notices.
      const { code, last } = await chaos(
        '--seconds',
        '420',
        '--seed',
        '1',
        '--store',
        store,
        '--break',
        guard,
      );
      // A run that broke down proves nothing: it has to come to its books.
      expect(last).toMatch(BOOKS);
      expect(code).toBe(1);
      expect(last).not.toMatch(NOTHING);
    },
  );

  it('refuses what it does not understand, and says what it takes', async () => {
    expect(await chaos('--brake', 'no-fence')).toMatchObject({
      code: 2,
      said: expect.stringContaining('no-dedupe'),
    });
  });
});
