import type { DatabaseSync } from 'node:sqlite';
import type { Owner } from '../../domain/conversation/owner.ts';
import { BANDS } from '../../domain/flow/bundle.ts';
import type {
  Clear,
  ConversationId,
  Sealed,
  StoredConversation,
  WrappedKey,
} from '../../ports/conversation-store.ts';
import { numberOf, numberOrNull, type Row, textOf, textOrNull } from './rows.ts';

/** The clear half of a conversation with its lease and its counters. */
export interface ConversationRow extends Omit<Clear, 'owner'> {
  readonly id: ConversationId;
  /** 0 and no owner: it has not had a turn yet. */
  readonly version: number;
  readonly owner: Owner | null;
  /** Since when its counsellor holds it. */
  readonly heldSince: number | null;
  readonly waiting: number | null;
  readonly due: number | null;
  readonly epoch: number;
  /** Null when free; a time that is over counts as free. */
  readonly leaseUntil: number | null;
  /** The head that was leased last, and how often. */
  readonly head: string | null;
  readonly attempts: number;
  /** Inputs `doneSeq + 1` to `lastSeq` wait. */
  readonly lastSeq: number;
  readonly doneSeq: number;
  readonly lastLine: number;
}

export function hasInput(row: ConversationRow): boolean {
  return row.lastSeq > row.doneSeq;
}

export function isFree(row: { readonly leaseUntil: number | null }, now: number): boolean {
  return row.leaseUntil === null || row.leaseUntil <= now;
}

/** From when a sweep may lease it; null when there is nothing to do. */
function readyAt(row: ConversationRow, now: number): number | null {
  if (hasInput(row)) return row.leaseUntil ?? now;
  if (row.due === null) return null;
  return Math.max(row.due, row.leaseUntil ?? row.due);
}

export type ConversationTable = ReturnType<typeof conversationTable>;

export function conversationTable(sql: DatabaseSync) {
  const load = sql.prepare('SELECT * FROM conversation WHERE id = ?');
  const found = sql.prepare(
    `INSERT INTO conversation (id, version, epoch, attempts, last_seq, done_seq, last_line)
     VALUES (?, 0, 0, 0, 0, 0, 0)`,
  );
  const save = sql.prepare(
    `UPDATE conversation SET version = ?, owner_kind = ?, owner_id = ?, held_since = ?, language = ?,
       band = ?, skill = ?, waiting = ?, due = ?, epoch = ?, lease_until = ?, head = ?, attempts = ?,
       last_seq = ?, done_seq = ?, last_line = ?, ready = ? WHERE id = ?`,
  );
  const version = sql.prepare('SELECT version FROM conversation WHERE id = ?');
  const remove = sql.prepare('DELETE FROM conversation WHERE id = ?');
  const saveState = sql.prepare(
    'INSERT INTO state VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  );
  const removeState = sql.prepare('DELETE FROM state WHERE id = ?');
  const ready = sql.prepare('SELECT id FROM conversation WHERE ready <= ? ORDER BY ready LIMIT ?');
  return {
    /** Creates the row of a conversation that has had no turn. */
    found: (id: ConversationId): void => void found.run(id),
    load(id: ConversationId): ConversationRow | null {
      const row = load.get(id);
      return row === undefined ? null : conversationRow(row);
    },
    /** 0 when it is purged. */
    version(id: ConversationId): number {
      const row = version.get(id);
      return row === undefined ? 0 : numberOf(row, 'version');
    },
    save(row: ConversationRow, now: number): void {
      const ownerId = row.owner?.kind === 'counsellor' ? row.owner.id : null;
      save.run(
        ...[row.version, row.owner?.kind ?? null, ownerId, row.heldSince, row.language],
        ...[row.band, row.skill, row.waiting, row.due, row.epoch, row.leaseUntil, row.head],
        ...[row.attempts, row.lastSeq, row.doneSeq, row.lastLine, readyAt(row, now), row.id],
      );
    },
    remove: (id: ConversationId): void => void remove.run(id),
    saveState: (id: ConversationId, state: Sealed): void => void saveState.run(id, state),
    removeState: (id: ConversationId): void => void removeState.run(id),
    /** The ids that a sweep may lease, longest ready first. */
    ready: (now: number, limit: number): readonly ConversationId[] =>
      ready.all(now, limit).map((row) => textOf(row, 'id') as ConversationId),
    ...storedReader(sql),
  };
}

/** Conversations as the app sees them: those that have had a turn. */
function storedReader(sql: DatabaseSync) {
  const from = `SELECT c.*, s.body AS state, o.key AS key
    FROM conversation c JOIN state s ON s.id = c.id JOIN outbox o ON o.id = c.id`;
  const one = sql.prepare(`${from} WHERE c.id = ?`);
  const waiting = sql.prepare(
    `${from} WHERE c.waiting IS NOT NULL ORDER BY c.waiting, c.id LIMIT ?`,
  );
  const scores = sql.prepare(
    'SELECT waiting FROM conversation WHERE waiting IS NOT NULL ORDER BY waiting',
  );
  const held = sql.prepare(`${from} WHERE c.owner_id = ? ORDER BY c.held_since, c.id`);
  const content = sql.prepare(
    'SELECT s.body AS state, o.key AS key FROM state s JOIN outbox o ON o.id = s.id WHERE s.id = ?',
  );
  return {
    /** What `stored` answers, when the clear half is in hand. */
    storedOf(row: ConversationRow): StoredConversation | null {
      const { id, version, owner, language, band, skill, waiting } = row;
      const found = content.get(id);
      if (found === undefined || owner === null) return null;
      const sealed = {
        state: textOf(found, 'state') as Sealed,
        key: textOf(found, 'key') as WrappedKey,
      };
      return { id, version, owner, language, band, skill, ...sealed, waiting };
    },
    stored(id: ConversationId): StoredConversation | null {
      const row = one.get(id);
      return row === undefined ? null : storedOf(row);
    },
    waiting: (limit: number) => waiting.all(limit).map(storedOf),
    waitingScores: () => scores.all().map((row) => numberOf(row, 'waiting')),
    heldBy: (counsellor: string) => held.all(counsellor).map(storedOf),
  };
}

function conversationRow(row: Row): ConversationRow {
  return {
    id: textOf(row, 'id') as ConversationId,
    version: numberOf(row, 'version'),
    owner: ownerOf(row),
    heldSince: numberOrNull(row, 'held_since'),
    language: textOrNull(row, 'language'),
    band: bandOf(row),
    skill: textOrNull(row, 'skill'),
    waiting: numberOrNull(row, 'waiting'),
    due: numberOrNull(row, 'due'),
    epoch: numberOf(row, 'epoch'),
    leaseUntil: numberOrNull(row, 'lease_until'),
    head: textOrNull(row, 'head'),
    attempts: numberOf(row, 'attempts'),
    lastSeq: numberOf(row, 'last_seq'),
    doneSeq: numberOf(row, 'done_seq'),
    lastLine: numberOf(row, 'last_line'),
  };
}

function storedOf(row: Row): StoredConversation {
  const owner = ownerOf(row);
  if (owner === null) throw new Error('a conversation with a state has no owner');
  return {
    id: textOf(row, 'id') as ConversationId,
    version: numberOf(row, 'version'),
    owner,
    language: textOrNull(row, 'language'),
    band: bandOf(row),
    skill: textOrNull(row, 'skill'),
    state: textOf(row, 'state') as Sealed,
    key: textOf(row, 'key') as WrappedKey,
    waiting: numberOrNull(row, 'waiting'),
  };
}

function bandOf(row: Row): Clear['band'] {
  const value = textOrNull(row, 'band');
  return BANDS.find((band) => band === value) ?? null;
}

function ownerOf(row: Row): Owner | null {
  const kind = textOrNull(row, 'owner_kind');
  if (kind === null) return null;
  if (kind === 'counsellor') return { kind, id: textOf(row, 'owner_id') };
  if (kind === 'bot' || kind === 'queue' || kind === 'nobody') return { kind };
  throw new Error('a conversation has an owner of an unknown kind');
}
