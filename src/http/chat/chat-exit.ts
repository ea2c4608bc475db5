import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import { tokenOf } from './bearer.ts';

/** `POST /chat/api/exit`: 204; the token is dead. Also for a token that nobody has: leaving always works. */
export function chatExit(child: ChildDoor): RequestHandler {
  return async (request, response) => {
    await child.exit(tokenOf(request));
    response.status(204).end();
  };
}
