import { sessionOf } from './begin-session.ts';
import type { Route } from './route.ts';

/** `GET /api/session`: `Session` of whoever is signed in; 401 otherwise. */
export function sessionRoute(): Route {
  return {
    method: 'get',
    path: '/session',
    act: 'keep-own-session',
    run: async ({ member, request, response }) => {
      response.json(sessionOf(member, request.session.csrf ?? ''));
    },
  };
}
