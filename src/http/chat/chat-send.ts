import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import { refuse } from '../errors.ts';
import { tokenOf } from './bearer.ts';
import { Send } from './schemas.ts';

const STATUS = { ended: 410, unknown: 401 } as const;

/** `POST /chat/api/send` `{ id, text | choice }`: 202 once it is durable; 410 `ended`; 401 `unknown`. */
export function chatSend(child: ChildDoor): RequestHandler {
  return async (request, response) => {
    const parsed = Send.safeParse(request.body);
    if (!parsed.success) return refuse(response, 400, 'bad-request');
    const sent = await child.send(tokenOf(request), parsed.data);
    if (sent === 'ok') response.status(202).end();
    else refuse(response, STATUS[sent], sent);
  };
}
