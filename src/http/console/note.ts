import type { Desk } from '../../app/desk-types.ts';
import { Note } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/notes`: for colleagues only, never to the child. See `answerAct`. */
export function noteRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/notes',
    act: 'note',
    body: Note,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.note(viewer, id, body.key, body.text));
    },
  });
}
