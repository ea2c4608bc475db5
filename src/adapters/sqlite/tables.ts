import type { DatabaseSync } from 'node:sqlite';
import type { Change } from '../../ports/conversation-store.ts';
import { type AddressTable, addressTable, type DedupeTable, dedupeTable } from './address-table.ts';
import { type InputTable, inputTable, type LineTable, lineTable } from './content-tables.ts';
import { type ConversationTable, conversationTable } from './conversation-table.ts';
import { type OutboxTable, outboxTable } from './outbox-table.ts';
import { type RecordTable, recordTable } from './record-table.ts';

/** Every statement of the store, prepared once. */
export interface Tables {
  readonly conversations: ConversationTable;
  readonly inputs: InputTable;
  readonly lines: LineTable;
  readonly outboxes: OutboxTable;
  readonly addresses: AddressTable;
  readonly dedupe: DedupeTable;
  readonly records: RecordTable;
}

/** One write: its time, and what it will tell the listeners once it is durable. */
export interface Op {
  readonly now: number;
  readonly changes: Change[];
}

export function tablesOf(sql: DatabaseSync): Tables {
  return {
    conversations: conversationTable(sql),
    inputs: inputTable(sql),
    lines: lineTable(sql),
    outboxes: outboxTable(sql),
    addresses: addressTable(sql),
    dedupe: dedupeTable(sql),
    records: recordTable(sql),
  };
}
