import type { ServerOptions } from '../server-options.ts';
import { sessionOf } from './begin-session.ts';
import type { Route } from './route.ts';

/** `GET /api/session`: `Session` of whoever is signed in; 401 otherwise. */
export function sessionRoute({ factorRequired = false }: ServerOptions): Route {
  return {
    method: 'get',
    path: '/session',
    act: 'keep-own-session',
    run: async ({ member, request, response }) => {
      const { csrf = '', factor = false, locked = false } = request.session;
      const mustSetUp = factorRequired && !factor;
      response.json(sessionOf(member, { csrf, mustSetUp, locked }));
    },
  };
}
