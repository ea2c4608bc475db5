import type { Desk } from '../../app/desk-types.ts';
import { CaseWritten } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `PUT /api/conversations/:id/case`: which headings stand in the helpline's own case system. 409 `not-now` when it changes nothing. */
export function caseWrittenRoute(desk: Desk): Route {
  return withBody({
    method: 'put',
    path: '/conversations/:id/case',
    act: 'escalate',
    body: CaseWritten,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(
        response,
        await desk.escalate(viewer, {
          id,
          key: body.key,
          act: { kind: 'write', written: body.written },
        }),
      );
    },
  });
}
