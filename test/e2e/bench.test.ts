import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';

describe('npm run bench', () => {
  it('measures the real server, and every turn got its reply', () => {
    const args = [
      '--rounds',
      '1',
      '--seconds',
      '0.5',
      '--children',
      '20',
      '--store',
      'sqlite',
      '--plain',
    ];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['test/bench/main.ts', ...args],
      { encoding: 'utf8', timeout: 120_000 },
    );

    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/^tvear telegram sqlite +[1-9]\d* .* 0$/mu);
    expect(stdout).toMatch(/^tvear messenger sqlite +[1-9]\d* .* 0$/mu);
  }, 130_000);

  it('measures claims at a desk with consoles open, each won by one', () => {
    const args = ['--desk', '--waiting', '12', '--counsellors', '4', '--lines', '5'];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['test/bench/main.ts', ...args],
      { encoding: 'utf8', timeout: 240_000 },
    );

    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/claims at the server: p50 .* 3 of 3 won/);
    expect(stdout).toMatch(/^[1-9]\d* reads of the queue/m);
  }, 250_000);

  it('measures the frames of long lists in a browser', () => {
    const args = ['--frames', '--waiting', '8', '--lines', '20'];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['test/bench/main.ts', ...args],
      { encoding: 'utf8', timeout: 240_000 },
    );

    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout.match(/median \d+\.\d ms, p95 .*, [1-9]\d* frames$/gm)).toHaveLength(8);
  }, 250_000);

  it('says how it is used', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['test/bench/main.ts', '--store', 'paper'],
      { encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: expect.stringContaining('--rounds') });
  });
});
