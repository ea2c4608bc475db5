import { defineConfig } from 'vitest/config';

/** What comes late on a machine that has other work to do has come all the same. */
const expected = { poll: { timeout: 15_000 } };
const shared = { testTimeout: 30_000, hookTimeout: 60_000, expect: expected };
const patient = { testTimeout: 120_000, hookTimeout: 120_000, expect: expected };

/** Each with a server and browsers of its own. */
const IN_BROWSERS = [
  'test/e2e/desk-*.test.ts',
  'test/e2e/account.test.ts',
  'test/**/browser.test.ts',
];

/** Times and figures are never asserted here: the benchmark measures, the tests say true or false. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/adapters/redis/**', '**/browser.test.ts'],
        },
      },
      { test: { ...shared, name: 'redis', include: ['test/adapters/redis/**/*.test.ts'] } },
      { test: { ...patient, name: 'browser', include: IN_BROWSERS } },
      {
        test: {
          ...patient,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: IN_BROWSERS,
          fileParallelism: false,
        },
      },
    ],
  },
});
