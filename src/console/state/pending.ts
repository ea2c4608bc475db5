import type { TranscriptLine } from '../api/types.ts';

export type PendingKind = 'reply' | 'note';

/** A line that a counsellor sent and that the transcript does not show yet. */
export interface Pending {
  /** The same for every try, so that it is said once. */
  readonly key: string;
  readonly conversation: string;
  readonly kind: PendingKind;
  readonly text: string;
  /** When it was sent (ms, this machine's clock). */
  readonly at: number;
  /** The transcript's last line when it was sent; its own line comes later. */
  readonly after: number;
  /** `held`: it can still be taken back. */
  readonly status: 'held' | 'sending' | 'accepted' | 'failed';
  /** A code worded under `send.why`; null unless failed. */
  readonly why: string | null;
}

const FROM: Record<PendingKind, TranscriptLine['from']> = { reply: 'counsellor', note: 'note' };

/**
 * Leaves out every pending line that now stands in the transcript. Each transcript line accounts for one pending
 * line only, so that the same words sent twice are shown twice.
 */
export function unsettled(
  pending: readonly Pending[],
  lines: readonly TranscriptLine[],
): readonly Pending[] {
  const used = new Set<number>();
  const open: Pending[] = [];
  for (const item of pending) {
    const line = lines.find((candidate) => !used.has(candidate.seq) && isLineOf(candidate, item));
    if (line) used.add(line.seq);
    else open.push(item);
  }
  return open.map((item) => laterThan(item, lines, used));
}

function isLineOf(line: TranscriptLine, item: Pending): boolean {
  return line.seq > item.after && line.from === FROM[item.kind] && line.text.trim() === item.text;
}

/** A line that settled one item never settles another at the next reading. */
function laterThan(
  item: Pending,
  lines: readonly TranscriptLine[],
  used: ReadonlySet<number>,
): Pending {
  const taken = lines.filter((line) => used.has(line.seq) && isLineOf(line, item));
  return { ...item, after: Math.max(item.after, ...taken.map((line) => line.seq)) };
}
