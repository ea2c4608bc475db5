import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type FactorError, passFactor, type Shown } from '../../app/staff/second-factor.ts';
import { totp } from '../../app/staff/totp.ts';
import { ShowFactor } from '../api.ts';
import { refuse } from '../errors.ts';
import type { Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { beginSession } from './begin-session.ts';
import { passkeySite } from './passkey-site.ts';
import type { Route } from './route.ts';

const STATUS: Readonly<Record<FactorError, number>> = {
  refused: 401,
  'used-code': 401,
  'slow-down': 429,
  'too-many': 429,
};

/** `POST /api/session/factor`: `Session`; 401 `refused` or `used-code`; 429 `slow-down` or `too-many`. */
export function factorRoute(options: ServerOptions, site: Site): Route {
  const { documents, now = Date.now } = options;
  const clock = { now, wait: (ms: number) => wait(ms) };
  const parts = { documents, clock, totp: totp(documents, options.factorSeals) };
  return {
    method: 'post',
    path: '/session/factor',
    act: 'anyone',
    body: ShowFactor,
    run: async ({ body, request, response }) => {
      const parsed = ShowFactor.safeParse(body);
      if (!parsed.success) return refuse(response, 400, 'bad-request');
      const { ticket, shown } = parsed.data;
      const asked = { ticket, shown: shownOf(shown), ip: request.ip ?? '' };
      const passed = await passFactor(parts, asked, passkeySite(request));
      if (!passed.ok) return refuse(response, STATUS[passed.error], passed.error);
      const began = { now: now(), factorRequired: options.factorRequired === true };
      await beginSession(
        { documents, site },
        { request, response, factor: true },
        passed.value,
        began,
      );
    },
  };
}

/** The library checks every part of a passkey's answer, and throws for what does not fit. */
const PasskeyAnswer = z.custom<Extract<Shown, { readonly kind: 'passkey' }>['response']>();

function shownOf(shown: z.infer<typeof ShowFactor>['shown']): Shown {
  return shown.kind === 'passkey'
    ? { kind: 'passkey', response: PasskeyAnswer.parse(shown.response) }
    : shown;
}
