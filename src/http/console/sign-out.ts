import type { Desk } from '../../app/desk-types.ts';
import type { Site } from '../origin.ts';
import type { Route } from './route.ts';
import { cookieName } from './session-middleware.ts';

/** `DELETE /api/session`: 204. The session is gone on the server, with every draft, and what the browser cached with it. */
export function signOutRoute(desk: Desk, site: Site): Route {
  return {
    method: 'delete',
    path: '/session',
    act: 'keep-own-session',
    run: async ({ viewer, request, response }) => {
      await desk.forgetDrafts(viewer);
      await new Promise<void>((resolve, reject) => {
        request.session.destroy((error) => (error ? reject(error) : resolve()));
      });
      response.clearCookie(cookieName(site), {
        path: '/',
        httpOnly: true,
        secure: site.https,
        sameSite: 'strict',
      });
      response.setHeader('clear-site-data', '"cache"').status(204).end();
    },
  };
}
