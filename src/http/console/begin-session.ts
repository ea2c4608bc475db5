import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Member } from '../../app/staff/member.ts';
import { newSecret } from '../../app/staff/secrets.ts';
import type { Me, Session } from '../api.ts';
import { refuse } from '../errors.ts';
import type { Site } from '../origin.ts';

/** Signs a member in under a new session id, whatever id the browser came with, and answers with `Session`. */
export async function beginSession(
  site: Site,
  ask: { readonly request: Request; readonly response: Response },
  member: Member,
  now: number,
): Promise<void> {
  const { request, response } = ask;
  // A browser would drop the cookie; it is kinder to say why nobody can sign in.
  if (site.https && !request.secure) return refuse(response, 400, 'not-https');
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error) => (error ? reject(error) : resolve()));
  });
  const { session } = request;
  Object.assign(session, { staff: member.id, epoch: member.epoch, csrf: newSecret(), since: now });
  await new Promise<void>((resolve, reject) => {
    session.save((error) => (error ? reject(error) : resolve()));
  });
  response.json(sessionOf(member, session.csrf ?? ''));
}

export function sessionOf(member: Member, csrf: string): z.infer<typeof Session> {
  return { me: meOf(member), csrf };
}

function meOf({ id, name, alias, role, language }: Member): z.infer<typeof Me> {
  return { id, name, alias, role, language };
}
