import type { Desk, Viewer } from '../../app/desk-types.ts';
import { may } from '../../domain/staff/policy.ts';
import type { Change } from '../../ports/conversation-store.ts';

/** At most four deliveries a second, however busy the desk is. */
const PACE_MS = 250;

export interface ChangeFeedOptions {
  readonly desk: Desk;
  /** Whose connection it is, read afresh; null when it must end. */
  viewer(): Promise<Viewer | null>;
  send(event: string, data: string): void;
}

/**
 * Gathers changes and hands them on at a steady pace, the latest of each conversation. Each is authorised when it is
 * delivered: what was theirs a moment ago and no longer is stays unsaid.
 */
export function changeFeed(options: ChangeFeedOptions) {
  let pending = new Map<string, Change>();
  let timer: NodeJS.Timeout | undefined;
  let queueMoved = false;
  let stopped = false;

  const deliver = async (viewer: Viewer, changes: readonly Change[]): Promise<void> => {
    if (!may(viewer.role, 'read-conversation')) return;
    for (const { id, version, what } of changes) {
      const sees = await options.desk.maySee(viewer, id);
      if (sees && !stopped) options.send('change', JSON.stringify({ id, version, what }));
    }
  };

  const flush = async (): Promise<void> => {
    const changes = [...pending.values()];
    const queue = queueMoved;
    pending = new Map();
    queueMoved = false;
    const viewer = await options.viewer();
    if (viewer === null || stopped) return;
    if (queue && may(viewer.role, 'see-queue')) options.send('queue', '');
    await deliver(viewer, changes);
  };

  const schedule = (): void => {
    if (timer !== undefined || stopped) return;
    timer = setTimeout(() => {
      flush()
        // What could not be authorised is not sent; the console reads all anew when it next hears of the queue.
        .catch(() => {
          queueMoved = true;
        })
        .finally(() => {
          timer = undefined;
          if (pending.size > 0 || queueMoved) schedule();
        });
    }, PACE_MS);
  };

  return {
    changed(change: Change): void {
      pending.set(change.id, change);
      if (change.what !== 'outbox') queueMoved = true;
      schedule();
    },
    /** Whatever happened before the connection is to be read. */
    begin(): void {
      queueMoved = true;
      schedule();
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
