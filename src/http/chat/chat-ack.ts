import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import { refuse } from '../errors.ts';
import { tokenOf } from './bearer.ts';
import { Ack } from './schemas.ts';

/** `POST /chat/api/ack` `{ ids }`: 204. What the page has shown is not sent again. */
export function chatAck(child: ChildDoor): RequestHandler {
  return async (request, response) => {
    const parsed = Ack.safeParse(request.body);
    if (!parsed.success) return refuse(response, 400, 'bad-request');
    await child.ack(tokenOf(request), parsed.data.ids);
    response.status(204).end();
  };
}
