import { z } from 'zod';
import { addPasskey, beginPasskey } from '../../../app/staff/passkeys.ts';
import { digestOf } from '../../../app/staff/secrets.ts';
import { NewPasskey } from '../../api.ts';
import { refuse } from '../../errors.ts';
import type { ServerOptions } from '../../server-options.ts';
import { passkeySite } from '../passkey-site.ts';
import type { Route } from '../route.ts';
import { confirmed } from './confirmed.ts';
import { afterSetUp, removeFactor } from './factor-set-up.ts';
import { REMOVE_STATUS } from './totp.ts';

/** The library checks every part of it, and throws for what does not fit. */
const Registration = z.custom<Parameters<typeof addPasskey>[2]['response']>();

/** `POST /api/me/passkeys/options`: `PasskeyOptions`. `POST /api/me/passkeys`: `RecoveryCodes`. `DELETE .../:id`: 204. */
export function passkeyRoutes(options: ServerOptions): readonly Route[] {
  const { documents, now = Date.now, factorRequired = false } = options;
  return [
    confirmed(now, {
      method: 'post',
      path: '/me/passkeys/options',
      body: z.unknown(),
      handle: async ({ member, request, response }) => {
        response.json(await beginPasskey(documents, member, passkeySite(request)));
      },
    }),
    confirmed(now, {
      method: 'post',
      path: '/me/passkeys',
      body: NewPasskey,
      handle: async ({ member, body, request, response }) => {
        const made = { name: body.name, response: Registration.parse(body.response) };
        const at = { site: passkeySite(request), now: now() };
        const factors = await addPasskey(documents, member.id, made, at);
        if (factors === null) return refuse(response, 409, 'not-taken');
        response.json(await afterSetUp(documents, request, { id: member.id, factors, now: now() }));
      },
    }),
    confirmed(now, {
      method: 'delete',
      path: '/me/passkeys/:id',
      body: z.unknown(),
      handle: async ({ member, id, response }) => {
        const whose = { id: member.id, required: factorRequired, now: now() };
        const error = await removeFactor(documents, whose, (before) => {
          const passkeys = before.passkeys.filter((one) => passkeyHandle(one.id) !== id);
          return passkeys.length === before.passkeys.length ? null : { ...before, passkeys };
        });
        if (error !== null) return refuse(response, REMOVE_STATUS[error], error);
        response.status(204).end();
      },
    }),
  ];
}

/** Ids of passkeys may be long; their digests fit into a path. */
export function passkeyHandle(id: string): string {
  return digestOf(id);
}
