import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The flows with which a helpline may begin: F01 to F05, F14, F15, F20, F23, F24, F26 to F29. */
export const CORE = [
  'greet-lang',
  'safety-now',
  'privacy-limits',
  'who',
  'what-happened',
  'danger-now',
  'self-harm',
  'handoff',
  'out-of-hours',
  'media-received',
  'quick-exit',
  'delete-my-data',
  'distress-check',
  'report-numbers',
];

/** The repository's own flows and texts in a folder of their own, with only some of them active. */
export async function activeFolder(
  flows: readonly string[],
  languages: readonly string[],
): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tvear-core-'));
  await cp('flows', join(dir, 'flows'), { recursive: true });
  await cp('locales', join(dir, 'locales'), { recursive: true });
  const whole = await readFile('flows/bundle.yaml', 'utf8');
  const some = whole
    .replace(/^languages: .*$/m, `languages: [${languages.join(', ')}]`)
    .replace(/^flows:\n(?: {2}- .*\n)+/m, `flows: [${flows.join(', ')}]\n`)
    .replace(/^ {2}feedback: .*\n/m, '');
  await writeFile(join(dir, 'flows/bundle.yaml'), some);
  return dir;
}
