import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled');

/**
 * Keeps compiled code beside the packages, so that a restart takes a third less work. Where that folder may not be written,
 * Node goes without. What comes back writes down what has been compiled so far: a process that is killed cannot do it at
 * its end.
 */
export function keepCompiled(): () => void {
  enableCompileCache(FOLDER);
  return flushCompileCache;
}
