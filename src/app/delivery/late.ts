import type { Core } from '../core.ts';
import type { OpenTurn } from '../open-turn.ts';
import { openedAt } from './open-doors.ts';

/** So long after our doors were open again a platform brings what it kept meanwhile. */
const CATCHING_UP_MS = 60_000;

/**
 * Whether an input comes so late that somebody else may hold the phone by now. A tap on Telegram says no time: it is taken for
 * late when it comes right after a time in which nothing could reach us, to a talk that rests since before.
 */
export async function isLate(
  { documents, limits }: Pick<Core, 'documents' | 'limits'>,
  { at, untimed, sealed }: OpenTurn,
  now: number,
): Promise<boolean> {
  if (now - at > limits.lateMs) return true;
  const { last } = sealed.state.marks;
  if (untimed !== true || now - last <= limits.lateMs) return false;
  const opened = await openedAt(documents, limits.lateMs);
  return opened !== null && last < opened && now - opened < CATCHING_UP_MS;
}
