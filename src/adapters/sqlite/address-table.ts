import type { DatabaseSync } from 'node:sqlite';
import type { AddressKey, ConversationId } from '../../ports/conversation-store.ts';
import { textOf } from './rows.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A link that was not used for so long is forgotten: keyed hashes of a child need not stay for ever. */
export const ALIAS_MS = 30 * DAY_MS;
/** How many rows one sweep forgets of each kind, so that it never holds the others up. */
const FORGET_AT_ONCE = 500;

export type AddressTable = ReturnType<typeof addressTable>;

/** Which conversation of an address is live, and which addresses are one child. */
export function addressTable(sql: DatabaseSync) {
  const live = sql.prepare('SELECT id FROM live WHERE address = ?');
  const put = sql.prepare('INSERT INTO live VALUES (?, ?)');
  const release = sql.prepare('DELETE FROM live WHERE id = ?');
  const addressOf = sql.prepare('SELECT address FROM live WHERE id = ?');
  return {
    live(address: AddressKey): ConversationId | null {
      const row = live.get(address);
      return row === undefined ? null : (textOf(row, 'id') as ConversationId);
    },
    put: (address: AddressKey, id: ConversationId): void => void put.run(address, id),
    release: (id: ConversationId): void => void release.run(id),
    /** The address whose live conversation this is. */
    addressOf(id: ConversationId): AddressKey | null {
      const row = addressOf.get(id);
      return row === undefined ? null : (textOf(row, 'address') as AddressKey);
    },
    ...aliasTable(sql),
  };
}

function aliasTable(sql: DatabaseSync) {
  const canonical = sql.prepare('SELECT canonical FROM alias WHERE secondary = ?');
  const touch = sql.prepare('UPDATE alias SET used = ?1 WHERE secondary = ?2 AND used < ?1 - ?3');
  const repoint = sql.prepare('UPDATE alias SET canonical = ?, used = ? WHERE canonical = ?');
  const add = sql.prepare('INSERT INTO alias VALUES (?, ?, ?)');
  const forget = sql.prepare(
    `DELETE FROM alias WHERE secondary IN (SELECT secondary FROM alias
       WHERE used <= ? AND canonical NOT IN (SELECT address FROM live) LIMIT ${FORGET_AT_ONCE})`,
  );
  const weight = sql.prepare(
    `SELECT CASE WHEN EXISTS (SELECT 1 FROM live WHERE address = ?1) THEN 2
       WHEN EXISTS (SELECT 1 FROM dedupe WHERE scope = ?1 AND until > ?2) THEN 1
       WHEN EXISTS (SELECT 1 FROM alias WHERE canonical = ?1) THEN 1 ELSE 0 END AS weight`,
  );
  return {
    canonical(address: AddressKey): AddressKey {
      const row = canonical.get(address);
      return row === undefined ? address : (textOf(row, 'canonical') as AddressKey);
    },
    /** Notes that an alias is still in use, at most once a day. */
    touch: (address: AddressKey, now: number): void => void touch.run(now, address, DAY_MS),
    /** `other` and all that led to it lead to `root`, in one step. */
    join(root: AddressKey, other: AddressKey, now: number): void {
      repoint.run(root, now, other);
      add.run(other, root, now);
    },
    forgetUnused: (now: number): void => void forget.run(now - ALIAS_MS),
    /** How much hangs on an address: 2 a live conversation, 1 some history, 0 nothing. */
    weight: (address: AddressKey, now: number): number =>
      Number(weight.get(address, now)?.['weight'] ?? 0),
  };
}

export type DedupeTable = ReturnType<typeof dedupeTable>;

/** What was taken in already. The scope is a canonical address, or a conversation for what staff do. */
export function dedupeTable(sql: DatabaseSync) {
  const seen = sql.prepare('SELECT 1 FROM dedupe WHERE scope = ? AND name = ? AND until > ?');
  const note = sql.prepare('INSERT OR REPLACE INTO dedupe VALUES (?, ?, ?)');
  const move = sql.prepare('UPDATE OR REPLACE dedupe SET scope = ? WHERE scope = ?');
  const forget = sql.prepare(
    `DELETE FROM dedupe WHERE (scope, name) IN
       (SELECT scope, name FROM dedupe WHERE until <= ? LIMIT ${FORGET_AT_ONCE})`,
  );
  return {
    seen: (scope: string, name: string, now: number): boolean =>
      seen.get(scope, name, now) !== undefined,
    note: (scope: string, name: string, until: number): void => void note.run(scope, name, until),
    move: (from: string, to: string): void => void move.run(to, from),
    forgetExpired: (now: number): void => void forget.run(now),
  };
}
