import type { Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/transfer/withdraw`: whoever asked a colleague keeps the conversation. See `answerAct`. */
export function withdrawTransferRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/transfer/withdraw',
    act: 'transfer',
    body: Act,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.withdrawTransfer(viewer, id, body.key));
    },
  });
}
