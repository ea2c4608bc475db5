import type { Input } from '../../domain/conversation/input.ts';
import type { Receipt } from '../../ports/channel.ts';
import { feed } from '../accept.ts';
import { canonicalAddress } from '../addressing.ts';
import type { Core } from '../core.ts';
import { readItemName } from './item-name.ts';

/**
 * Brings what a platform tells of messages that it took to the conversation: of a counsellor's words all of it, of the bot's only
 * that they failed. Resolves when it is durable.
 */
export async function noteReceipts(core: Core, receipts: readonly Receipt[]): Promise<void> {
  await Promise.all(receipts.map((receipt) => noteOne(core, receipt)));
}

/** A message is given up once, whether the platform said so at once or later. */
export function undeliveredName(item: string): string {
  return `undelivered/${item}`;
}

async function noteOne(core: Core, receipt: Receipt): Promise<void> {
  if (!('item' in receipt)) return noteUntil(core, receipt);
  const named = readItemName(receipt.item);
  if (named === null) return;
  const { id, item, from, begun } = named;
  if (receipt.state === 'failed') {
    const input: Input = { kind: 'undelivered', why: receipt.why, item };
    return void (await feed(core, id, undeliveredName(item), input));
  }
  // The child has what was said when it has the last of it.
  if (from !== 'counsellor' || begun !== undefined) return;
  const note = receipt.state === 'sent' ? { state: receipt.state, item, at: receipt.at } : null;
  const told = note ?? { state: receipt.state === 'read' ? 'read' : 'delivered', item };
  await feed(core, id, `receipt/${item}/${receipt.state}`, { kind: 'receipt', receipt: told });
}

/** Names a child and a time, and no message: nothing to anybody where no counsellor is in the talk. */
async function noteUntil(
  core: Core,
  { address, state, until }: Extract<Receipt, { readonly until: number }>,
): Promise<void> {
  const found = await core.store.find(await canonicalAddress(core, address));
  if (found?.owner.kind !== 'counsellor') return;
  const input: Input = { kind: 'receipt', receipt: { state, until } };
  await feed(core, found.id, `receipt/${state}/${until}`, input);
}
