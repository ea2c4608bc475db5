import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** `npm run check`, `fix` and `promises`: a name, what it is for, and what it runs, one after the other. */
interface Task {
  readonly help: string;
  readonly runs: readonly string[];
}

const TASKS: Readonly<Record<string, Task>> = {
  check: {
    help: `npm run check

Style and lint (Biome), types (tsc, three programs), dead code (knip), flows and texts (flows check). Exit 1 at the first that fails.`,
    runs: [
      'biome check .',
      'tsc -p .',
      'tsc -p src/console',
      'tsc -p src/adapters/web-chat/page',
      'knip',
      'node src/cli.ts flows check',
    ],
  },
  fix: {
    help: `npm run fix

Formats, mends what the linter can mend, and writes .env.example anew from the settings' schema, and docs/openapi.json from the API's.`,
    runs: [
      'biome check --write .',
      'node src/cli.ts env-example > .env.example',
      'node src/cli.ts openapi > docs/openapi.json',
    ],
  },
  promises: {
    help: `npm run promises

Fails for a promise of PROMISES.md whose test is not there. The tests themselves are run by npm test.`,
    runs: ['vitest run --project unit test/promises.test.ts'],
  },
};

const [name = '', ...args] = process.argv.slice(2);
const task = TASKS[name];
if (task === undefined) {
  process.stderr.write(`There is no task "${name}". Tasks: ${Object.keys(TASKS).join(', ')}.\n`);
  process.exit(2);
}
if (args.includes('--help')) {
  process.stdout.write(`${task.help}\n`);
  process.exit(0);
}
const failed = task.runs.find(
  (run) => spawnSync(run, { shell: true, stdio: 'inherit' }).status !== 0,
);
process.exitCode = failed === undefined ? 0 : 1;
