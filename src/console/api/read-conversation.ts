import { z } from 'zod';
import * as schema from '../../http/api.ts';
import type { Conversation, TranscriptLine } from './types.ts';

/** As it comes: its lines are looked at one by one. */
const Unread = schema.Conversation.extend({ lines: z.array(z.unknown()) });
type Read = <T>(path: string, shape: z.ZodType<T>) => Promise<T>;

/**
 * A conversation, of which the lines that are as they were stay the same objects: of two thousand at most a few are new, and
 * only those are checked and shown anew.
 */
export async function readConversation(
  read: Read,
  id: string,
  known: Conversation | undefined,
): Promise<Conversation> {
  const { lines, ...rest } = await read(`conversations/${encodeURIComponent(id)}`, Unread);
  const before = new Map<unknown, TranscriptLine>(known?.lines.map((line) => [line.seq, line]));
  return { ...rest, lines: lines.map((line) => same(before, line) ?? parsed(line)) };
}

const parsed = (line: unknown) => schema.TranscriptLine.parse(line);

/** All that a line holds are words and numbers. */
function same(before: ReadonlyMap<unknown, TranscriptLine>, line: unknown): TranscriptLine | null {
  const now = (line ?? {}) as Readonly<Record<string, unknown>>;
  const known: Readonly<Record<string, unknown>> | undefined = before.get(now['seq']);
  if (known === undefined) return null;
  const names = new Set([...Object.keys(now), ...Object.keys(known)]);
  for (const name of names) if (now[name] !== known[name]) return null;
  return before.get(now['seq']) ?? null;
}
