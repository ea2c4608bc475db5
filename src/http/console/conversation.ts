import type { Desk } from '../../app/desk-types.ts';
import { refuse } from '../errors.ts';
import type { Route } from './route.ts';

/** `GET /api/conversations/:id`: `Conversation`; 404 alike for one that is missing and one that is not theirs to see. */
export function conversationRoute(desk: Desk): Route {
  return {
    method: 'get',
    path: '/conversations/:id',
    act: 'read-conversation',
    run: async ({ viewer, id, response }) => {
      const found = await desk.conversation(viewer, id);
      if (found === null) return refuse(response, 404, 'missing');
      response.json(found);
    },
  };
}
