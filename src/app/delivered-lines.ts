import type { Line } from '../domain/conversation/effect.ts';
import type { ReceiptNote } from '../domain/conversation/input.ts';
import type { DeliveryState, LineView } from './desk-types.ts';

type Seen = Line & { readonly seq: number };

/**
 * A counsellor's words with what became of them, drawn from the receipts beside them; those are no lines themselves. They come in
 * any order, so the furthest counts.
 *
 * @param waiting - Ids of the outbox items that the platform has not taken yet.
 */
export function deliveredLines(lines: readonly Seen[], waiting: ReadonlySet<string>): LineView[] {
  const receipts = lines.flatMap(({ receipt }) => receipt ?? []);
  const failed = new Set(
    lines.flatMap(({ from, item }) => (from === 'event' && item !== undefined ? [item] : [])),
  );
  return lines
    .filter(({ receipt }) => receipt === undefined)
    .map(({ item, receipt: _none, ...line }) => {
      if (item === undefined || line.from !== 'counsellor') return line;
      if (failed.has(item)) return { ...line, delivery: 'failed' };
      return { ...line, delivery: waiting.has(item) ? 'waiting' : furthest(item, receipts) };
    });
}

function furthest(item: string, receipts: readonly ReceiptNote[]): DeliveryState {
  const own = receipts.filter((receipt) => 'item' in receipt && receipt.item === item);
  const sentAt = own.flatMap((receipt) => (receipt.state === 'sent' ? [receipt.at] : []))[0];
  const states = new Set<string>(own.map(({ state }) => state));
  for (const receipt of receipts) {
    if ('until' in receipt && sentAt !== undefined && sentAt <= receipt.until) {
      states.add(receipt.state);
    }
  }
  if (states.has('read')) return 'read';
  return states.has('delivered') ? 'delivered' : 'sent';
}
