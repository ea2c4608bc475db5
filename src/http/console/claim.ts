import type { ClaimError, Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { refuse } from '../errors.ts';
import { type Route, withBody } from './route.ts';

const STATUS: Readonly<Record<ClaimError['kind'], number>> = {
  'already-claimed': 409,
  'at-capacity': 409,
  missing: 404,
};

/** `POST /api/queue/:id/claim`: 204; 409 `already-claimed` (with `by`) or `at-capacity`; 404 `missing`. */
export function claimRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/queue/:id/claim',
    act: 'claim',
    body: Act,
    handle: async ({ viewer, id, body, response }) => {
      const claimed = await desk.claim(viewer, id, body.key);
      if (claimed.ok) {
        response.status(204).end();
        return;
      }
      const { error } = claimed;
      const more = error.kind === 'already-claimed' ? { by: error.by } : {};
      refuse(response, STATUS[error.kind], error.kind, more);
    },
  });
}
