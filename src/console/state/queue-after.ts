import { withChange } from '../../domain/queue/line-change.ts';
import type { Queue, QueueAnswer } from '../api/types.ts';

/** The queue that an answer tells of; null when it tells of a change in another one. */
export function queueAfter(known: Queue, answer: QueueAnswer): Queue | null {
  if ('waiting' in answer) return answer;
  const { since, gone, put, ...own } = answer;
  const waiting = since === known.name ? withChange(known.waiting, { gone, put }) : null;
  return waiting === null ? null : { ...own, waiting: [...waiting] };
}
