import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import { refuse } from '../errors.ts';
import { tokenOf } from './bearer.ts';
import { itemOf } from './item.ts';
import { Poll } from './schemas.ts';

/** `POST /chat/api/poll` `{ ack }`: `{ items, ended }`, for networks that do not let a stream through. */
export function chatPoll(child: ChildDoor): RequestHandler {
  return async (request, response) => {
    const parsed = Poll.safeParse(request.body);
    if (!parsed.success) return refuse(response, 400, 'bad-request');
    const token = tokenOf(request);
    if (parsed.data.ack.length > 0) await child.ack(token, parsed.data.ack);
    const fetched = await child.fetch(token);
    if (fetched === null) return refuse(response, 401, 'unknown');
    child.seen(token);
    const { items, ended, keep } = fetched;
    response.json({ items: items.map((item) => itemOf(item, keep)), ended });
  };
}
