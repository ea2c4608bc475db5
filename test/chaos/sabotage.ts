import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** One guard each, taken out of a copy of the server. A run that does not notice proves nothing. */
export const BREAKS = ['no-fence', 'no-head-id', 'drop-outbox', 'no-dedupe'] as const;
export type Break = (typeof BREAKS)[number];

export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

const ROOT = resolve(import.meta.dirname, '..', '..');

/**
 * Leases and timeouts ten times shorter than in real life, so that a run of minutes sees them end; and no console is built
 * by each of the processes that start again and again. Nothing else differs from what is shipped.
 */
const FASTER: readonly Patch[] = [
  { file: 'app/core.ts', find: 'leaseMs: 30 * SECOND', put: 'leaseMs: 3 * SECOND' },
  { file: 'app/core.ts', find: 'sendLeaseMs: 30 * SECOND', put: 'sendLeaseMs: 3 * SECOND' },
  { file: 'app/delivery/senders.ts', find: 'SIGN_MS = 5_000', put: 'SIGN_MS = 500' },
  { file: 'adapters/telegram/channel.ts', find: '?? 10_000', put: '?? 1_000' },
  { file: 'adapters/meta/graph.ts', find: '?? 10_000', put: '?? 1_000' },
  {
    file: 'main/console-build.ts',
    find: 'if (isFresh(root))',
    put: 'if (isFresh(root) || root !== "")',
  },
];

const SCRIPTS = 'adapters/redis/scripts';

const SABOTAGE: Readonly<Record<Break, readonly Patch[]>> = {
  // What a worker commits after its lease is over is taken as it is.
  'no-fence': [
    {
      file: `${SCRIPTS}/commit.lua`,
      find: 'if not row or row.epoch ~= turn.epoch then',
      put: 'if not row then',
    },
    {
      file: `${SCRIPTS}/commit.lua`,
      find: 'if row.version ~= turn.version or not isHead(row) then',
      put: 'if false then',
    },
    {
      file: `${SCRIPTS}/commit.lua`,
      find: "if turn.removes == 'input' then\n    row.doneSeq = turn.removed",
      put: "if turn.removes == 'input' then\n    row.doneSeq = math.max(row.doneSeq, turn.removed)",
    },
  ],
  // Whoever notes a delivery removes the head, whichever it is.
  'no-head-id': [
    {
      file: `${SCRIPTS}/deliver.lua`,
      find: 'if not head or head[1] ~= name then',
      put: 'if not head then',
    },
  ],
  // What a dead process did not send is never looked for.
  'drop-outbox': [
    {
      file: 'app/sweep.ts',
      find: 'for (const outgoing of swept.outboxes) core.send(outgoing);',
      put: '',
    },
  ],
  // What a platform delivers again is taken for new.
  'no-dedupe': [
    {
      file: `${SCRIPTS}/accept.lua`,
      find: "if seen(name, now) then return { 'duplicate' } end",
      put: '',
    },
  ],
};

const ON_SQLITE: Partial<Readonly<Record<Break, readonly Patch[]>>> = {
  'drop-outbox': SABOTAGE['drop-outbox'],
  'no-dedupe': [
    {
      file: 'adapters/sqlite/accept.ts',
      find: 'if (tables.dedupe.seen(',
      put: 'if (false && tables.dedupe.seen(',
    },
  ],
};

/** Null when the guard has no meaning there: one process alone cannot be fenced off. */
export function patchesFor(store: 'redis' | 'sqlite', guard: Break): readonly Patch[] | null {
  return (store === 'redis' ? SABOTAGE[guard] : ON_SQLITE[guard]) ?? null;
}

/**
 * Copies the server's source into a temporary folder, made faster and, if asked, with one guard taken out. Throws when a
 * place to change is not there: then the server has changed, and this list has to follow.
 */
export function copyOfServer(patches: readonly Patch[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'tvear-chaos-'));
  cpSync(join(ROOT, 'src'), join(dir, 'src'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'flows', 'locales']) {
    symlinkSync(join(ROOT, name), join(dir, name));
  }
  for (const patch of [...FASTER, ...patches]) apply(join(dir, 'src', patch.file), patch);
  return dir;
}

function apply(path: string, { file, find, put }: Patch): void {
  const before = readFileSync(path, 'utf8');
  if (!before.includes(find)) throw new Error(`${file} has no "${find}" any more`);
  writeFileSync(path, before.replaceAll(find, put));
}
