import type { DatabaseSync } from 'node:sqlite';
import type {
  ConversationId,
  NewLine,
  Sealed,
  StoredInput,
  StoredLine,
} from '../../ports/conversation-store.ts';
import { numberOf, textOf, textOrNull } from './rows.ts';

export interface WaitingInput {
  readonly body: Sealed;
  /** It came by the child's address. */
  readonly child: boolean;
}

export type InputTable = ReturnType<typeof inputTable>;

/** The inputs that wait; their numbers are kept in the conversation's row. */
export function inputTable(sql: DatabaseSync) {
  const add = sql.prepare('INSERT INTO input VALUES (?, ?, ?, ?)');
  const all = sql.prepare('SELECT body, child FROM input WHERE id = ? ORDER BY seq');
  const get = sql.prepare('SELECT body FROM input WHERE id = ? AND seq = ?');
  const remove = sql.prepare('DELETE FROM input WHERE id = ? AND seq = ?');
  const clear = sql.prepare('DELETE FROM input WHERE id = ?');
  return {
    add: (id: ConversationId, seq: number, { body, child }: WaitingInput): void =>
      void add.run(id, seq, body, child ? 1 : 0),
    all: (id: ConversationId): readonly WaitingInput[] =>
      all.all(id).map((row) => ({
        body: textOf(row, 'body') as Sealed,
        child: numberOf(row, 'child') === 1,
      })),
    get(id: ConversationId, seq: number): StoredInput {
      const row = get.get(id, seq);
      if (row === undefined) throw new Error('an input that waits is not there');
      return { seq, body: textOf(row, 'body') as Sealed };
    },
    remove: (id: ConversationId, seq: number): void => void remove.run(id, seq),
    clear: (id: ConversationId): void => void clear.run(id),
  };
}

export type LineTable = ReturnType<typeof lineTable>;

/** The sealed transcripts. */
export function lineTable(sql: DatabaseSync) {
  const add = sql.prepare('INSERT INTO line VALUES (?, ?, ?, ?)');
  const all = sql.prepare('SELECT seq, ref, body FROM line WHERE id = ? ORDER BY seq');
  const forget = sql.prepare('DELETE FROM line WHERE id = ? AND ref = ?');
  const clear = sql.prepare('DELETE FROM line WHERE id = ?');
  const trim = sql.prepare(
    `DELETE FROM line WHERE id = ?1 AND seq <=
       (SELECT seq FROM line WHERE id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`,
  );
  return {
    add: (id: ConversationId, seq: number, line: NewLine): void =>
      void add.run(id, seq, line.ref, line.body),
    all: (id: ConversationId): readonly StoredLine[] =>
      all.all(id).map((row) => ({
        seq: numberOf(row, 'seq'),
        ref: textOrNull(row, 'ref'),
        body: textOf(row, 'body') as Sealed,
      })),
    forget: (id: ConversationId, ref: string): void => void forget.run(id, ref),
    clear: (id: ConversationId): void => void clear.run(id),
    /** Drops the oldest lines beyond `keep`. */
    trim: (id: ConversationId, keep: number): void => void trim.run(id, Math.max(0, keep)),
  };
}
