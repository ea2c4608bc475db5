import type { Desk } from '../../app/desk-types.ts';
import { Refer } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `GET /api/referrals`: `Referrals`. */
export function referralsRoute(desk: Desk): Route {
  return {
    method: 'get',
    path: '/referrals',
    act: 'refer',
    run: async ({ response }) => {
      response.json({ services: await desk.referrals() });
    },
  };
}

/** `POST /api/conversations/:id/refer`: shows the child a service. See `answerAct`; 409 `unavailable`, or `window` (the channel takes no more words), besides. */
export function referRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/refer',
    act: 'refer',
    body: Refer,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.refer(viewer, { id, ...body }));
    },
  });
}
