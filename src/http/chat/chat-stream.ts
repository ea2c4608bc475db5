import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import { refuse } from '../errors.ts';
import { sse } from '../sse.ts';
import { tokenOf } from './bearer.ts';
import { itemFeed } from './item-feed.ts';
import { streamRoom } from './stream-room.ts';

/**
 * `POST /chat/api/stream`: server-sent events, read by fetch so that the token stays out of every URL. `item` for each
 * message that is not acknowledged, `ended` and the end when the conversation is over; 401 `unknown`; 503 when there is no
 * room for one more.
 */
export function chatStream(child: ChildDoor, draining: AbortSignal | undefined): RequestHandler {
  const room = streamRoom();
  return async (request, response) => {
    const token = tokenOf(request);
    if (draining?.aborted) return refuse(response, 503, 'draining');
    if ((await child.fetch(token)) === null) return refuse(response, 401, 'unknown');
    let end = (): void => {};
    const leave = room.enter(token, () => end());
    if (leave === null) return refuse(response, 503, 'full');
    child.seen(token);
    const stream = sse(request, response, () => child.seen(token));
    end = stream.end;
    const feed = itemFeed(child, token, stream);
    const stop = child.onChange(token, feed.look);
    draining?.addEventListener('abort', stream.end);
    stream.onEnd(() => {
      leave();
      stop();
      feed.stop();
      draining?.removeEventListener('abort', stream.end);
    });
    feed.look();
  };
}
