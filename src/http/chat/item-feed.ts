import type { ChildDoor, Fetched } from '../../app/child-types.ts';
import type { EventStream } from '../sse.ts';
import { itemOf } from './item.ts';

/**
 * Writes what there is to fetch into a stream, each item once per connection. An item goes on being fetched until
 * the page acknowledges it, so a connection that breaks loses none.
 */
export function itemFeed(child: ChildDoor, token: string, stream: EventStream) {
  const sent = new Set<string>();
  let looking = false;
  let again = false;
  let stopped = false;

  const write = ({ items, ended, keep }: Fetched): void => {
    for (const item of items) {
      if (sent.has(item.id)) continue;
      sent.add(item.id);
      stream.send('item', JSON.stringify(itemOf(item, keep)));
    }
    if (!ended) return;
    stream.send('ended', '');
    stream.end();
  };

  const look = async (): Promise<void> => {
    const fetched = await child.fetch(token);
    if (stopped) return;
    if (fetched === null) stream.end();
    else write(fetched);
  };

  const run = (): void => {
    again = looking;
    if (looking || stopped) return;
    looking = true;
    look()
      // The page comes back, and finds everything that it has not acknowledged.
      .catch(() => stream.end())
      .finally(() => {
        looking = false;
        if (again) run();
      });
  };

  return {
    look: run,
    stop(): void {
      stopped = true;
    },
  };
}
