import type { Request, Response } from 'express';
import type { z } from 'zod';
import { rememberDevice } from '../../app/staff/known-devices.ts';
import type { Member } from '../../app/staff/member.ts';
import { newSecret } from '../../app/staff/secrets.ts';
import type { Documents } from '../../ports/documents.ts';
import type { Me, Session } from '../api.ts';
import { refuse } from '../errors.ts';
import type { Site } from '../origin.ts';
import { deviceOf, setDevice } from './known-device.ts';

/**
 * Signs a member in under a new session id, whatever id the browser came with, and answers with `Session`. From now on
 * this browser is known to the account.
 *
 * @param ask.factor - A second factor was shown.
 */
export async function beginSession(
  { documents, site }: { readonly documents: Documents; readonly site: Site },
  ask: { readonly request: Request; readonly response: Response; readonly factor: boolean },
  member: Member,
  { now, factorRequired }: { readonly now: number; readonly factorRequired: boolean },
): Promise<void> {
  const { request, response, factor } = ask;
  // A browser would drop the cookie; it is kinder to say why nobody can sign in.
  if (site.https && !request.secure) return refuse(response, 400, 'not-https');
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error) => (error ? reject(error) : resolve()));
  });
  const { session } = request;
  const { id: staff, epoch } = member;
  const csrf = newSecret();
  Object.assign(session, { staff, epoch, csrf, since: now, factor, confirmed: now, locked: false });
  await new Promise<void>((resolve, reject) => {
    session.save((error) => (error ? reject(error) : resolve()));
  });
  setDevice(response, await rememberDevice(documents, deviceOf(site, request), staff));
  response.json(sessionOf(member, { csrf, mustSetUp: factorRequired && !factor, locked: false }));
}

export function sessionOf(
  member: Member,
  { csrf, mustSetUp, locked }: Omit<z.infer<typeof Session>, 'me'>,
): z.infer<typeof Session> {
  return { me: meOf(member), csrf, mustSetUp, locked };
}

function meOf({ id, name, alias, role, language }: Member): z.infer<typeof Me> {
  return { id, name, alias, role, language };
}
