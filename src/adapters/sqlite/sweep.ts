import type { DatabaseSync } from 'node:sqlite';
import type {
  ConversationId,
  Lease,
  Outgoing,
  Swept,
  Turn,
} from '../../ports/conversation-store.ts';
import { isFree } from './conversation-table.ts';
import { leaseOutbox, leaseTurn } from './lease.ts';
import { bury } from './purge.ts';
import { textOf } from './rows.ts';
import type { Op, Tables } from './tables.ts';

export type Sweep = (lease: Lease, limit: number, op: Op) => Swept;

/** Forgets what is over, then leases what is due. At most `limit` turns and `limit` outboxes at once. */
export function sweeper(sql: DatabaseSync, tables: Tables): Sweep {
  const dead = deadIds(sql);
  return (lease, limit, op) => {
    for (const id of dead(op.now, limit)) bury(tables, id, op);
    tables.dedupe.forgetExpired(op.now);
    tables.addresses.forgetUnused(op.now);
    return {
      turns: dueTurns(tables, lease, limit, op),
      outboxes: dueOutboxes(tables, lease, limit, op),
    };
  };
}

function dueTurns(tables: Tables, lease: Lease, limit: number, op: Op): readonly Turn[] {
  const turns: Turn[] = [];
  for (const id of tables.conversations.ready(op.now, limit)) {
    const row = tables.conversations.load(id);
    if (row === null || !isFree(row, op.now)) continue;
    const turn = leaseTurn(tables, row, { ...lease, epoch: row.epoch + 1 }, op);
    if (turn !== null) turns.push(turn);
  }
  return turns;
}

function dueOutboxes(tables: Tables, lease: Lease, limit: number, op: Op): readonly Outgoing[] {
  const outboxes: Outgoing[] = [];
  for (const id of tables.outboxes.ready(op.now, limit)) {
    const row = tables.outboxes.load(id);
    const outgoing = row === null ? null : leaseOutbox(tables, row, lease, op);
    if (outgoing !== null) outboxes.push(outgoing);
  }
  return outboxes;
}

/**
 * What is past its deadline and may go. A conversation in which something is left to do (the timer of its retention,
 * which saves the record) gets one turn first, and goes when that turn was never committed.
 */
function deadIds(sql: DatabaseSync): (now: number, limit: number) => readonly ConversationId[] {
  const dead = sql.prepare(
    `SELECT o.id FROM outbox o LEFT JOIN conversation c ON c.id = o.id
     WHERE o.dead_at <= ?1 AND (c.id IS NULL OR c.attempts > 0 OR c.ready IS NULL OR c.ready > ?1)
       AND (c.lease_until IS NULL OR c.lease_until <= ?1)
     ORDER BY o.dead_at LIMIT ?2`,
  );
  return (now, limit) => dead.all(now, limit).map((row) => textOf(row, 'id') as ConversationId);
}
