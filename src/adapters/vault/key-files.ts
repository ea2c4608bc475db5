import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, type FileHandle, link, mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../domain/result.ts';

const KEY_BYTES = 32;
const SUFFIX = '.key';
/** A file that a dying process left half made; nobody makes a key for this long. */
const ORPHAN_MS = 10 * 60_000;

export type KeyFileError = 'missing' | 'open-to-others' | 'damaged';

/** The keys of one folder, a file each: `<name>.key`, 32 random bytes, readable by its owner only. */
export interface KeyFiles {
  read(name: string): Promise<Result<KeyObject, KeyFileError>>;
  /** Makes the key unless there is one. Durable when it resolves; of two makers at once one wins, whole. */
  make(name: string): Promise<void>;
  /** Overwrites, then removes. No error when it is gone already. */
  destroy(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
  /** Removes what a process left that died while it made a key. */
  tidy(): Promise<void>;
}

/** Opens the folder, making it (0700) if need be. Rejects, in plain words, when others may look into it. */
export async function keyFiles(folder: string): Promise<KeyFiles> {
  await closeToOthers(folder);
  const pathOf = (name: string) => join(folder, `${name}${SUFFIX}`);

  return {
    read: (name) => readKey(pathOf(name)),
    make: (name) => makeKey(folder, pathOf(name)),
    async destroy(name) {
      await shred(pathOf(name));
      await syncFolder(folder);
    },
    async names() {
      const files = await readdir(folder);
      return files.filter(isKeyFile).map((file) => file.slice(0, -SUFFIX.length));
    },
    tidy: () => removeOrphans(folder),
  };
}

async function closeToOthers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (((await stat(folder)).mode & 0o077) === 0) return;
  // A volume of a container comes with the modes of the image; when it is ours we close it.
  await chmod(folder, 0o700).catch(() => undefined);
  if (((await stat(folder)).mode & 0o077) === 0) return;
  throw new Error('KEY_DIR is open to others: make it your own and set its mode to 0700');
}

async function readKey(path: string): Promise<Result<KeyObject, KeyFileError>> {
  const file = await openIfThere(path, 'r');
  if (!file) return fail('missing');
  try {
    if (((await file.stat()).mode & 0o077) !== 0) return fail('open-to-others');
    const bytes = await file.readFile();
    if (bytes.length !== KEY_BYTES) return fail('damaged');
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return ok(key);
  } finally {
    await file.close();
  }
}

/** Written aside and linked into place, which is exclusive: nobody ever reads half a key. */
async function makeKey(folder: string, path: string): Promise<void> {
  const aside = join(folder, `.${randomBytes(9).toString('hex')}.new`);
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(KEY_BYTES));
    await file.sync();
  } finally {
    await file.close();
  }
  await link(aside, path).catch(ignore('EEXIST'));
  await unlink(aside).catch(ignore('ENOENT'));
  await syncFolder(folder);
}

async function shred(path: string): Promise<void> {
  const file = await openIfThere(path, 'r+');
  if (!file) return;
  try {
    await file.write(randomBytes(KEY_BYTES), 0, KEY_BYTES, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await unlink(path).catch(ignore('ENOENT'));
}

async function removeOrphans(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.new')) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(ignore('ENOENT'));
    if (!found || Date.now() - found.mtimeMs < ORPHAN_MS) continue;
    // With a second name it is a key in use: overwriting it here would destroy that key too.
    await (found.nlink > 1 ? unlink(path).catch(ignore('ENOENT')) : shred(path));
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openIfThere(path: string, flags: string): Promise<FileHandle | undefined> {
  return open(path, flags).catch(ignore('ENOENT'));
}

function isKeyFile(file: string): boolean {
  return file.endsWith(SUFFIX) && !file.startsWith('.');
}

function ignore(code: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  };
}
