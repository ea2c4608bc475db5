import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Core } from '../app/core.ts';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../ports/log.ts';
import { BundleError } from './build-core.ts';

const SOURCE = join(import.meta.dirname, '..');
const CLI = join(SOURCE, 'cli.ts');
/** Ten seconds' work on two cores; a machine that needs longer than this has other trouble. */
const MOST_MS = 10 * 60_000;
const MOST_OUTPUT = 16 * 1024 * 1024;
/** More than a person reads at once; the command shows them all. */
const MOST_TOLD = 60;

/**
 * In production no child meets a bundle that the safety checker did not pass: whoever starts with new flows publishes them. Each
 * bundle is walked once, in a process of its own, and again when the server is another. Elsewhere nothing is checked here.
 *
 * @throws {BundleError} with what was found; the folder that ran before can be started again.
 */
export async function onlyChecked(
  { MODE, BUNDLE_DIR }: Pick<Settings, 'MODE' | 'BUNDLE_DIR'>,
  { bundles, documents, store }: Pick<Core, 'bundles' | 'documents' | 'store'>,
  log: Log,
): Promise<void> {
  if (MODE !== 'production') return;
  const { id } = bundles.current();
  const key = `checked/${id}/${await serverNow()}`;
  if ((await documents.get(key)) !== null) return;
  log.info('checking-flows');
  await walk(BUNDLE_DIR, id);
  // Another process may have noted the same meanwhile.
  await documents.put(key, { at: await store.now() }, 0);
}

/** Tells one server from another: what is proved is proved of the engine, the rules and the channels as they stand. */
async function serverNow(): Promise<string> {
  const files = await readdir(SOURCE, { recursive: true });
  const hash = createHash('sha256');
  for (const file of files.filter((name) => name.endsWith('.ts')).toSorted()) {
    hash.update(`${file}\n`).update(await readFile(join(SOURCE, file)));
  }
  return hash.digest('base64url').slice(0, 16);
}

/** The bundle that is loaded, not what its folder holds by now. */
function walk(folder: string, id: string): Promise<void> {
  const options = { timeout: MOST_MS, maxBuffer: MOST_OUTPUT, env: {} };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [CLI, 'flows', 'check', '--only', id, folder],
      options,
      (error, stdout) => {
        if (error === null) return resolve();
        const found = stdout.trimEnd();
        const said =
          found === '' ? [NOT_ENDED] : [...found.split('\n').slice(0, MOST_TOLD), REMEDY];
        reject(new BundleError(said));
      },
    );
  });
}

const REMEDY =
  'No child is shown such flows. Start with the folder that ran before, mend these, and try npm run flows:check.';
const NOT_ENDED =
  'The safety check of the flows did not come to an end: it needs 512 MB and some seconds. Try npm run flows:check.';
