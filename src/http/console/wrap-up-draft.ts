import type { Desk } from '../../app/desk-types.ts';
import { WrapUpBody } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `PUT /api/conversations/:id/wrap-up/draft`: what is filled in so far, sealed with the conversation. See `answerAct`. */
export function wrapUpDraftRoute(desk: Desk): Route {
  return withBody({
    method: 'put',
    path: '/conversations/:id/wrap-up/draft',
    act: 'wrap-up',
    body: WrapUpBody,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.draftWrapUp(viewer, id, body));
    },
  });
}
