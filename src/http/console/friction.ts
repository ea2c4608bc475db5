import type { Desk } from '../../app/desk-types.ts';
import { AskFriction, ReviewFriction } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/friction`: joining the line rests for this address, half an hour. 409 `unavailable` where it cannot be: in danger, on the page. */
export function askFrictionRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/friction',
    act: 'ask-friction',
    body: AskFriction,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.askFriction(viewer, { id, why: body.why }));
    },
  });
}

/** `GET /api/frictions`: `Frictions`, what stands and what ended in this shift. */
export function frictionsRoute(desk: Desk): Route {
  return {
    method: 'get',
    path: '/frictions',
    act: 'review-friction',
    run: async ({ viewer, response }) => {
      response.json({ frictions: await desk.frictions(viewer) });
    },
  };
}

/** `PUT /api/frictions/:id`: a second person lets it stand for longer, or ends it. 409 `not-now` for one's own, a second time, and when it is over. */
export function reviewFrictionRoute(desk: Desk): Route {
  return withBody({
    method: 'put',
    path: '/frictions/:id',
    act: 'review-friction',
    body: ReviewFriction,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.reviewFriction(viewer, id, body.act));
    },
  });
}
