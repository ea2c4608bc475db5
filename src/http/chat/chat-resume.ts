import type { RequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import { refuse } from '../errors.ts';
import { tokenOf } from './bearer.ts';

/** `POST /chat/api/resume`: `{ mode: 'ask' }` or `{ mode: 'lines', lines }` after a reload; 401 `unknown`. */
export function chatResume(child: ChildDoor): RequestHandler {
  return async (request, response) => {
    const resumed = await child.resume(tokenOf(request));
    if (resumed === null) return refuse(response, 401, 'unknown');
    response.json(resumed);
  };
}
