import process from 'node:process';
import { BundleError } from './build-core.ts';
import { UnsafeStoreError } from './open-stores.ts';

/** Ends the start in words for whoever typed the command. Errors of ours say what to do; others are named, not printed. */
export function refuseToStart(title: string, why: unknown): void {
  process.stderr.write(
    `${title}\n${reasons(why)
      .map((reason) => `  ${reason}\n`)
      .join('')}`,
  );
  process.exit(1);
}

function reasons(why: unknown): readonly string[] {
  if (Array.isArray(why)) return why.map(String);
  if (why instanceof BundleError || why instanceof UnsafeStoreError) return why.problems;
  if (!(why instanceof Error)) return ['unknown error'];
  const code = 'code' in why && typeof why.code === 'string' ? ` (${why.code})` : '';
  return [`${why.message}${code}`];
}
