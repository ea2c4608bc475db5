import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What each script needs before it, in order. */
const PARTS = {
  accept: ['conversation', 'names'],
  commit: ['conversation', 'outbox'],
  deliver: ['outbox'],
  taken: ['outbox'],
  fetched: ['outbox'],
  reassign: ['conversation', 'names'],
  sweep: ['conversation', 'outbox'],
  forget: [],
  lease: ['conversation', 'outbox'],
  read: ['conversation'],
  find: ['conversation'],
  lines: ['conversation'],
  outbox: ['outbox'],
  follow: [],
  weigh: [],
  merge: ['names'],
  join: [],
  'name-batch': [],
  'take-records': [],
  'drop-records': [],
  'end-batch': [],
  'document-get': [],
  'document-list': [],
  'document-put': [],
  'document-delete': [],
} as const satisfies Record<string, readonly string[]>;

export type ScriptName = keyof typeof PARTS;

export interface Script {
  readonly name: ScriptName;
  readonly source: string;
  /** By which EVALSHA knows it. */
  readonly sha: string;
}

const NAMES = Object.keys(PARTS) as ScriptName[];

/** Every script, ready to be loaded. */
export const SCRIPTS: ReadonlyMap<ScriptName, Script> = new Map(
  NAMES.map((name) => [name, scriptOf(name)]),
);

/**
 * The first line of a script stays the first: it says how the server runs it. A full server runs what works off what it
 * has (`allow-oom`) and what only reads, refuses what would bring more, and refuses it before anything is written.
 */
function scriptOf(name: ScriptName): Script {
  const [head = '', ...body] = lua(name).split('\n');
  const parts = ['base', ...PARTS[name]].map((part) => lua(`parts/${part}`));
  const source = [head, ...parts, ...body].join('\n');
  return { name, source, sha: createHash('sha1').update(source).digest('hex') };
}

function lua(name: string): string {
  return readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
}
