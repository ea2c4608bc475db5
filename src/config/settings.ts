import { basename, dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../domain/result.ts';
import { crossChecks } from './cross-checks.ts';
import { SECRETS, SETTINGS, SettingsSchema, type WrittenSettings } from './schema.ts';

/** All settings, checked and complete; folders are absolute. A channel is on when its token is set. */
export interface Settings extends WrittenSettings {
  readonly HOST: string;
  readonly PUBLIC_URL: string;
  readonly KEY_DIR: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** The text of a file; throws when it cannot be read. */
export type ReadFile = (path: string) => string;

/**
 * Reads the settings. On failure every problem at once, each as `NAME: what it must be`; never the value of a setting,
 * so that the list can be printed.
 */
export function readSettings(
  env: Environment,
  readFile: ReadFile,
): Result<Settings, readonly string[]> {
  const problems: string[] = [];
  const written = writtenIn(env, readFile, problems);

  const faulty = faultsOf(written);
  problems.push(...faulty.map(({ name, message }) => `${name}: ${message}`));
  // What is wrong by itself must not hide what is wrong together: the rest is checked as if it were unset.
  for (const { name } of faulty) delete written[name];

  const settings = complete(SettingsSchema.parse(written));
  const named = new Set(faulty.map(({ name }) => name));
  if (!named.has('MODE')) {
    problems.push(...crossChecks(settings).filter((said) => !named.has(said.split(':')[0] ?? '')));
  }
  return problems.length === 0 ? ok(settings) : fail(problems);
}

function faultsOf(written: Record<string, string>): readonly { name: string; message: string }[] {
  const parsed = SettingsSchema.safeParse(written);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({ name: String(path[0]), message }));
}

/** The settings that are there; an empty one counts as unset (`TELEGRAM_TOKEN=` in a copied example). */
function writtenIn(
  env: Environment,
  readFile: ReadFile,
  problems: string[],
): Record<string, string> {
  const written: Record<string, string> = {};
  for (const name of Object.keys(SETTINGS)) if (env[name]) written[name] = env[name];

  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (!path) continue;
    if (written[name]) problems.push(`${name}: set it or ${name}_FILE, not both`);
    try {
      const text = readFile(path).trim();
      if (text) written[name] = text;
      else problems.push(`${name}_FILE: the file is empty`);
    } catch {
      problems.push(`${name}_FILE: the file cannot be read`);
    }
  }
  return written;
}

function complete(written: WrittenSettings): Settings {
  const dataDir = resolve(written.DATA_DIR);
  return {
    ...written,
    DATA_DIR: dataDir,
    KEY_DIR: written.KEY_DIR ? resolve(written.KEY_DIR) : besideOf(dataDir),
    BUNDLE_DIR: resolve(written.BUNDLE_DIR),
    HOST: written.HOST ?? (written.MODE === 'demo' ? '127.0.0.1' : '0.0.0.0'),
    PUBLIC_URL: written.PUBLIC_URL ?? `http://localhost:${written.PORT}`,
  };
}

/** Two stores in one folder must not share keys: only the usual name gets the short one. */
function besideOf(dataDir: string): string {
  const name = basename(dataDir);
  return join(dirname(dataDir), name === 'data' ? 'keys' : `${name}-keys`);
}
