import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { installTools } from './tools.ts';

/** `npm test`: gets what it lacks, checks the code, builds the console, runs every test, and counts. */

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
});

const HELP = `npm test [-- <vitest arguments>]

Installs redis-server and chromium where it may, runs npm run check, builds the console, and runs every test.
The last line counts: N passed, N failed, N skipped.`;

const say = (text: string) => process.stdout.write(`${text}\n`);

function npmRun(script: string): boolean {
  say(`\n> npm run ${script}`);
  return spawnSync('npm', ['run', '--silent', script], { stdio: 'inherit' }).status === 0;
}

/** Every core tests, a machine of two included; but what kills processes and counts what is left has the machine to itself. */
const RUNS = [
  ['--project', 'unit', '--project', 'redis', '--maxWorkers=100%'],
  ['--project', 'browser', '--maxWorkers=100%'],
  ['--project', 'e2e'],
] as const;

const NOTHING: z.infer<typeof Report> = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numFailedTestSuites: 0,
};

function runTests(): z.infer<typeof Report> {
  return RUNS.map(runSome).reduce((sum, one) => ({
    numPassedTests: sum.numPassedTests + one.numPassedTests,
    numFailedTests: sum.numFailedTests + one.numFailedTests,
    numPendingTests: sum.numPendingTests + one.numPendingTests,
    numFailedTestSuites: sum.numFailedTestSuites + one.numFailedTestSuites,
  }));
}

function runSome(projects: (typeof RUNS)[number]): z.infer<typeof Report> {
  const folder = mkdtempSync(join(tmpdir(), 'tvear-test-'));
  const file = join(folder, 'report.json');
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = ['run', ...projects, '--passWithNoTests', ...report, ...process.argv.slice(2)];
  const { status } = spawnSync('vitest', args, { stdio: 'inherit' });
  try {
    const read = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
    // A run that ended badly for no reason that it counts is a failure all the same.
    const silent = status !== 0 && read.numFailedTests + read.numFailedTestSuites === 0;
    return silent ? { ...read, numFailedTests: 1 } : read;
  } catch {
    say('The test runner left no report: it did not finish.');
    return { ...NOTHING, numFailedTests: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv.includes('--help')) {
  say(HELP);
  process.exit(0);
}
const missing = installTools();
for (const problem of missing) say(problem);
const checks = ['check', 'build:console'].filter((script) => !npmRun(script));
const report = runTests();
const brokenFiles = report.numFailedTests === 0 ? report.numFailedTestSuites : 0;
const failed = report.numFailedTests + brokenFiles + checks.length + missing.length;
for (const script of checks) say(`npm run ${script} failed; see above.`);
say(`${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests} skipped`);
process.exitCode = failed === 0 && report.numPassedTests > 0 ? 0 : 1;
