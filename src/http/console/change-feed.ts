import type { Desk, Viewer } from '../../app/desk-types.ts';
import { may } from '../../domain/staff/policy.ts';
import type { Change } from '../../ports/conversation-store.ts';
import { inTurn } from '../in-turn.ts';

/** At most four deliveries a second, however busy the desk is. */
const PACE_MS = 250;

export interface ChangeFeedOptions {
  readonly desk: Desk;
  /** Whose connection it is, read afresh; null when it must end. */
  viewer(): Promise<Viewer | null>;
  send(event: string, data: string): void;
}

type Versions = ReadonlyMap<string, number>;
const NOTHING: Versions = new Map();

/**
 * Gathers changes and hands them on at a steady pace, the latest of each conversation. Each is authorised when it is
 * delivered: what was theirs a moment ago and no longer is stays unsaid.
 */
export function changeFeed(options: ChangeFeedOptions) {
  let pending = new Map<string, Change>();
  let timer: NodeJS.Timeout | undefined;
  let turned = new Set<string>();
  let queueMoved = false;
  const begin = beginning(options);
  let stopped = false;

  const deliver = async (viewer: Viewer, changes: readonly Change[]): Promise<void> => {
    for (const { id, version, what } of changes) {
      const sees = await options.desk.maySee(viewer, id);
      if (sees && !stopped) options.send('change', JSON.stringify({ id, version, what }));
    }
  };

  const flush = async (): Promise<void> => {
    await inTurn();
    const changes = [...pending.values()];
    const [turns, queue] = [turned, queueMoved];
    pending = new Map();
    turned = new Set();
    queueMoved = false;
    const viewer = await options.viewer();
    if (viewer === null || stopped) return;
    const reads = may(viewer.role, 'read-conversation');
    const told = reads ? await begin.tell(viewer) : NOTHING;
    const moved = queue || (await anyAtDesk(options, turns));
    if (moved && may(viewer.role, 'see-queue')) options.send('queue', '');
    if (reads) await deliver(viewer, changes.filter(isNews(told)));
  };

  const schedule = (): void => {
    if (timer !== undefined || stopped) return;
    timer = setTimeout(() => {
      flush()
        // What could not be authorised is not sent; instead the console hears anew how far everything is.
        .catch(() => {
          begin.due();
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
      if (change.what === 'turn') turned.add(change.id);
      if (change.what === 'owner') queueMoved = true;
      schedule();
    },
    /** Something of the own queue is different that no conversation tells of. */
    queue(): void {
      queueMoved = true;
      schedule();
    },
    /** A connection begins with how far everything is; what changes is told from there, and nothing of before. */
    begin(): void {
      begin.due();
      queueMoved = true;
      schedule();
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What is theirs now, and how far it is: whatever happened while nobody listened shows in it. */
function beginning({ desk, send }: ChangeFeedOptions) {
  let due = false;
  return {
    due(): void {
      due = true;
    },
    async tell(viewer: Viewer): Promise<Versions> {
      if (!due) return NOTHING;
      const versions = await desk.versions(viewer);
      due = false;
      send('snapshot', JSON.stringify({ versions }));
      return new Map(versions.map(({ id, version }) => [id, version]));
    },
  };
}

/** Most turns are of children who are with the bot; they must not make every console look. */
async function anyAtDesk({ desk }: ChangeFeedOptions, ids: ReadonlySet<string>): Promise<boolean> {
  for (const id of ids) if (await desk.concernsDesk(id)) return true;
  return false;
}

/** What became of a message is no new version. */
function isNews(told: Versions): (change: Change) => boolean {
  return ({ id, version, what }) => what === 'outbox' || version > (told.get(id) ?? -1);
}
