import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import { Start } from './schemas.ts';

/** `POST /chat/api/start`: `Start` -> 201 `{ token }`. A campaign that is none is left aside: nobody is turned away for it. */
export function chatStart(child: ChildDoor): RequestHandler {
  return async (request, response) => {
    const { token } = await child.open(Start.safeParse(request.body).data?.campaign);
    response.status(201).json({ token });
  };
}
