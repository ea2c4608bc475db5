import type { Core } from './core.ts';

/**
 * What went wrong once and cannot be seen afterwards by looking: counts by the hour, for the alarm. Nothing of any conversation.
 *
 * - `shape-unknown`: a platform sent what nobody here can read, though it was signed.
 * - `account-refused`: a platform took a message, and said later that the account may not send.
 * - `input-dropped`: no turn could finish what a child sent, or what a timer was for.
 */
export type Trouble = 'shape-unknown' | 'account-refused' | 'input-dropped';
const TROUBLES: readonly Trouble[] = ['shape-unknown', 'account-refused', 'input-dropped'];

const HOUR_MS = 3_600_000;

export async function noteTrouble(
  { store, documents }: Pick<Core, 'store' | 'documents'>,
  trouble: Trouble,
  count: number,
): Promise<void> {
  const hour = Math.floor((await store.now()) / HOUR_MS);
  await documents.increment(`${SHELF}${hour}/${trouble}`, count);
}

/** What was counted in this hour and in the one before, so that nothing slips through at the full hour. */
export async function troublesNow({
  store,
  documents,
}: Pick<Core, 'store' | 'documents'>): Promise<
  readonly { readonly alert: Trouble; readonly count: number }[]
> {
  const hour = Math.floor((await store.now()) / HOUR_MS);
  const hours = [hour - 1, hour].map((one) => documents.counters(`${SHELF}${one}/`));
  const counted = await Promise.all(hours);
  return TROUBLES.flatMap((alert) => {
    const each = counted.map((counts, at) => counts[`${SHELF}${hour - 1 + at}/${alert}`] ?? 0);
    const count = each.reduce((sum, one) => sum + one, 0);
    return count === 0 ? [] : [{ alert, count }];
  });
}

const SHELF = 'troubles/';
