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

const say = (text: string) => process.stdout.write(`${text}\n`);

function npmRun(script: string): boolean {
  say(`\n> npm run ${script}`);
  return spawnSync('npm', ['run', '--silent', script], { stdio: 'inherit' }).status === 0;
}

function runTests(): z.infer<typeof Report> {
  const folder = mkdtempSync(join(tmpdir(), 'tvear-test-'));
  const file = join(folder, 'report.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  spawnSync('vitest', [...args, ...process.argv.slice(2)], { stdio: 'inherit' });
  try {
    return Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    say('The test runner left no report: it did not finish.');
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numFailedTestSuites: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
