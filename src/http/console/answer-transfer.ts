import type { Desk } from '../../app/desk-types.ts';
import { AnswerTransfer } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/transfer/answer`: of whoever was asked; 404 for anyone else, and once the offer is over. */
export function answerTransferRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/transfer/answer',
    act: 'transfer',
    body: AnswerTransfer,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.answerTransfer(viewer, { id, ...body }));
    },
  });
}
