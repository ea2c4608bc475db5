import type { ServerOptions } from '../../server-options.ts';
import type { Route } from '../route.ts';
import { accountRoute } from './account.ts';
import { confirmRoute, lockRoute } from './confirm.ts';
import { languagesRoute } from './languages.ts';
import { passkeyRoutes } from './passkeys.ts';
import { passwordRoute } from './password.ts';
import { recoveryRoute } from './recovery.ts';
import { resetFactorsRoute } from './reset-factors.ts';
import { sessionsRoutes } from './sessions.ts';
import { totpRoutes } from './totp.ts';

/** The own account: factors, recovery codes, sessions, password. */
export function accountRoutes(options: ServerOptions): readonly Route[] {
  return [
    accountRoute(options),
    languagesRoute(options),
    lockRoute(),
    confirmRoute(options),
    passwordRoute(options),
    ...totpRoutes(options),
    ...passkeyRoutes(options),
    recoveryRoute(options),
    ...sessionsRoutes(options),
    resetFactorsRoute(options),
  ];
}
