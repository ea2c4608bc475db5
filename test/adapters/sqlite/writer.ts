/**
 * A process to be killed. `node writer.ts <dir>` opens the store and then works, child after child, for ever; it
 * prints a number only once everything of that child was answered for. `hold` opens the store and waits.
 */
import { sqliteConversationStore } from '../../../src/adapters/sqlite/conversation-store.ts';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts';
import type { AddressKey, ConversationId, Sealed } from '../../../src/ports/conversation-store.ts';
import { commitOf, fromChild, LEASE } from '../../contracts/conversation-store/harness.ts';

const [, , dir = '', what = 'work'] = process.argv;
const store = sqliteConversationStore({ database: openDatabase(dir) });
process.stdout.write('open\n');

async function child(n: number): Promise<void> {
  const to = {
    address: `p00.child${n}` as AddressKey,
    candidate: `p00.talk${n}` as ConversationId,
  };
  const first = fromChild(to.address, { to, dedupe: `first${n}`, input: `first-${n}` as Sealed });
  const [accepted] = await store.accept([first]);
  await store.accept([{ ...first, dedupe: `second${n}`, input: `second-${n}` as Sealed }]);
  if (accepted?.kind !== 'leased') throw new Error('expected a turn');
  const outbox = [{ id: '1.1', body: `out-${n}` as Sealed }];
  await store.commit([
    commitOf(accepted.turn, { outbox, send: LEASE, state: `state-${n}` as Sealed }),
  ]);
  process.stdout.write(`${n}\n`);
}

async function work(): Promise<never> {
  for (let n = 0; ; n += 4) await Promise.all([child(n), child(n + 1), child(n + 2), child(n + 3)]);
}

if (what === 'hold') setInterval(() => undefined, 1000);
else await work();
