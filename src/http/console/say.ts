import type { Desk } from '../../app/desk-types.ts';
import { Say } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/messages`: to the child. See `answerAct`. */
export function sayRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/messages',
    act: 'reply',
    body: Say,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.say(viewer, id, body.key, body.text));
    },
  });
}
