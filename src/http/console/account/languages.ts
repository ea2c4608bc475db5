import { setWrites } from '../../../app/staff/change-member.ts';
import { Languages } from '../../api.ts';
import { refuse } from '../../errors.ts';
import type { ServerOptions } from '../../server-options.ts';
import { type Route, withBody } from '../route.ts';

/** `PUT /api/me/languages`: 204; 422 `unknown-language` for one that the bundle does not have. For whoever may take chats. */
export function languagesRoute({ documents, about }: ServerOptions): Route {
  return withBody({
    method: 'put',
    path: '/me/languages',
    act: 'set-presence',
    body: Languages,
    handle: async ({ viewer, body, response }) => {
      const writes = [...new Set(body.writes)];
      const { languages } = about();
      if (!writes.every((one) => languages.includes(one))) {
        return refuse(response, 422, 'unknown-language');
      }
      await setWrites(documents, viewer.id, writes);
      response.status(204).end();
    },
  });
}
