import type { z } from 'zod';
import { refuse } from '../../errors.ts';
import { type Ask, type Route, withBody } from '../route.ts';

const CONFIRMED_MS = 600_000;

export interface AccountRoute<S extends z.ZodType> {
  readonly method: Route['method'];
  readonly path: string;
  readonly act?: Exclude<Route['act'], 'anyone'>;
  readonly body: S;
  handle(ask: Ask<z.infer<S>>): Promise<void>;
}

/**
 * A route that changes an account, the own one unless it names another act: 403 `confirm` when the password was last given more than ten minutes ago, so that
 * a desk left open is not enough to take an account over.
 */
export function confirmed<S extends z.ZodType>(
  now: () => number,
  { method, path, act = 'keep-own-account', body, handle }: AccountRoute<S>,
): Route {
  return withBody({
    method,
    path,
    act,
    body,
    handle: async (ask) => {
      const since = now() - (ask.request.session.confirmed ?? 0);
      if (since > CONFIRMED_MS) return refuse(ask.response, 403, 'confirm');
      await handle(ask);
    },
  });
}
