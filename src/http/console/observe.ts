import type { Desk } from '../../app/desk-types.ts';
import { Observe } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/observe`: a supervisor reads along, for a minute at a time. 404 when nobody holds it. */
export function observeRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/observe',
    act: 'observe',
    body: Observe,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.observe(viewer, { id, ...body }));
    },
  });
}
