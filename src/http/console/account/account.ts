import type { z } from 'zod';
import { readFactors } from '../../../app/staff/factors.ts';
import type { Account } from '../../api.ts';
import type { ServerOptions } from '../../server-options.ts';
import type { Route } from '../route.ts';
import { handleOf, listSessions } from '../session-store.ts';
import { passkeyHandle } from './passkeys.ts';

/** `GET /api/me/account`: `Account`. */
export function accountRoute(options: ServerOptions): Route {
  const { documents, now = Date.now } = options;
  return {
    method: 'get',
    path: '/me/account',
    act: 'keep-own-account',
    run: async ({ member, request, response }) => {
      const [factors, sessions] = await Promise.all([
        readFactors(documents, member.id),
        listSessions(documents, member, now()),
      ]);
      const current = handleOf(request.sessionID);
      const account: z.infer<typeof Account> = {
        required: options.factorRequired === true,
        totp: factors.totp !== null,
        passkeys: factors.passkeys.map(({ id, name, since }) => ({
          handle: passkeyHandle(id),
          name,
          since,
        })),
        recovery: factors.recovery.length,
        writes: [...member.writes],
        sessions: sessions.map((one) => ({ ...one, current: one.handle === current })),
      };
      response.json(account);
    },
  };
}
