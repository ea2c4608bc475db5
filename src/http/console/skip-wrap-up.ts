import type { Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/wrap-up/skip`: later, once. See `answerAct`. */
export function skipWrapUpRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/wrap-up/skip',
    act: 'wrap-up',
    body: Act,
    handle: async ({ viewer, id, response }) => {
      answerAct(response, await desk.skipWrapUp(viewer, id));
    },
  });
}
