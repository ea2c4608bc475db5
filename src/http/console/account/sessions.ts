import { endAllSessions } from '../../../app/staff/change-member.ts';
import { refuse } from '../../errors.ts';
import type { ServerOptions } from '../../server-options.ts';
import type { Route } from '../route.ts';
import { endSession } from '../session-store.ts';

/** `DELETE /api/me/sessions/:id` ends one: 204; 404 `missing`. `DELETE /api/me/sessions` ends all, this one too: 204. */
export function sessionsRoutes({
  documents,
  desk,
  now = Date.now,
}: ServerOptions): readonly Route[] {
  return [
    {
      method: 'delete',
      path: '/me/sessions/:id',
      act: 'keep-own-account',
      run: async ({ member, id, response }) => {
        if (!(await endSession(documents, member.id, id))) return refuse(response, 404, 'missing');
        await documents.append('audit', { what: 'session-ended', by: member.id, at: now() });
        response.status(204).end();
      },
    },
    {
      method: 'delete',
      path: '/me/sessions',
      act: 'keep-own-account',
      run: async ({ viewer, member, response }) => {
        await desk.forgetDrafts(viewer);
        await endAllSessions(documents, member.id, now());
        response.status(204).end();
      },
    },
  ];
}
