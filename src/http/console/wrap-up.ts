import type { Desk } from '../../app/desk-types.ts';
import { WrapUpBody } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `PUT /api/conversations/:id/wrap-up`: the same one twice changes nothing. See `answerAct`. */
export function wrapUpRoute(desk: Desk): Route {
  return withBody({
    method: 'put',
    path: '/conversations/:id/wrap-up',
    act: 'wrap-up',
    body: WrapUpBody,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.wrapUp(viewer, id, body));
    },
  });
}
