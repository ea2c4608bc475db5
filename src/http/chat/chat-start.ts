import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';

/** `POST /chat/api/start`: 201 `{ token }`. */
export function chatStart(child: ChildDoor): RequestHandler {
  return async (_request, response) => {
    const { token } = await child.open();
    response.status(201).json({ token });
  };
}
