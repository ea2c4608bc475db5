import type { Desk } from '../../app/desk-types.ts';
import { ReplyDraft } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `PUT /api/conversations/:id/draft`: what is written and not sent, sealed, for minutes. See `answerAct`. */
export function replyDraftRoute(desk: Desk): Route {
  return withBody({
    method: 'put',
    path: '/conversations/:id/draft',
    act: 'reply',
    body: ReplyDraft,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.keepDraft(viewer, id, body));
    },
  });
}
