import { z } from 'zod';
import { totp } from '../../../app/staff/totp.ts';
import { TotpCode } from '../../api.ts';
import { refuse } from '../../errors.ts';
import type { ServerOptions } from '../../server-options.ts';
import type { Route } from '../route.ts';
import { confirmed } from './confirmed.ts';
import { afterSetUp, type RemoveError, removeFactor } from './factor-set-up.ts';

export const REMOVE_STATUS: Readonly<Record<RemoveError, number>> = {
  missing: 404,
  'last-factor': 409,
};

/** `POST /api/me/totp`: `TotpSetUp`. `POST /api/me/totp/confirm`: `RecoveryCodes`. `DELETE /api/me/totp`: 204. */
export function totpRoutes(options: ServerOptions): readonly Route[] {
  const { documents, now = Date.now, factorRequired = false } = options;
  const codes = totp(documents, options.factorSeals);
  return [
    confirmed(now, {
      method: 'post',
      path: '/me/totp',
      body: z.unknown(),
      handle: async ({ member, response }) => {
        const { secret, uri } = await codes.begin(member.id, member.name);
        const qrcode = await import('qrcode');
        response.json({ secret, qr: await qrcode.toString(uri, { type: 'svg', margin: 2 }) });
      },
    }),
    confirmed(now, {
      method: 'post',
      path: '/me/totp/confirm',
      body: TotpCode,
      handle: async ({ member, body, request, response }) => {
        const set = await codes.confirm(member.id, body.code.replaceAll(/\s/g, ''), now());
        if (!set.ok) return refuse(response, 409, set.error);
        const made = { id: member.id, factors: set.value, now: now() };
        response.json(await afterSetUp(documents, request, made));
      },
    }),
    confirmed(now, {
      method: 'delete',
      path: '/me/totp',
      body: z.unknown(),
      handle: async ({ member, response }) => {
        const whose = { id: member.id, required: factorRequired, now: now() };
        const error = await removeFactor(documents, whose, (before) =>
          before.totp === null ? null : { ...before, totp: null },
        );
        if (error !== null) return refuse(response, REMOVE_STATUS[error], error);
        response.status(204).end();
      },
    }),
  ];
}
