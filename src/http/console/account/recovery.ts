import { z } from 'zod';
import { newRecoveryCodes } from '../../../app/staff/recovery.ts';
import type { ServerOptions } from '../../server-options.ts';
import type { Route } from '../route.ts';
import { confirmed } from './confirmed.ts';

/** `POST /api/me/recovery`: `RecoveryCodes`, new ones; those of before are void. */
export function recoveryRoute({ documents, now = Date.now }: ServerOptions): Route {
  return confirmed(now, {
    method: 'post',
    path: '/me/recovery',
    body: z.unknown(),
    handle: async ({ member, response }) => {
      const recovery = await newRecoveryCodes(documents, member.id);
      await documents.append('audit', { what: 'recovery-codes', by: member.id, at: now() });
      response.json({ recovery });
    },
  });
}
