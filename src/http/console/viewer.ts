import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Viewer } from '../../app/desk-types.ts';
import { type Member, readMember } from '../../app/staff/member.ts';
import type { Documents } from '../../ports/documents.ts';
import { readSession } from './session-store.ts';

/**
 * The account behind a session as it is now, not as it was at sign-in; null when the session or the account is at
 * its end.
 */
export async function memberOf(
  documents: Documents,
  session: { readonly staff?: string | undefined; readonly epoch?: number | undefined },
): Promise<Member | null> {
  if (session.staff === undefined) return null;
  const member = (await readMember(documents, session.staff))?.member;
  if (member === undefined || member.disabled || member.epoch !== session.epoch) return null;
  return member;
}

/** The same from a session's id alone, for a connection that outlives its request; and whether the desk is locked. */
export async function memberOfSession(
  documents: Documents,
  sid: string,
  now: number,
): Promise<{ readonly member: Member; readonly locked: boolean } | null> {
  const kept = await readSession(documents, sid, now);
  const member = kept === null ? null : await memberOf(documents, kept);
  return kept === null || member === null ? null : { member, locked: kept.locked };
}

export function viewerOf({ id, alias, role, writes }: Member): Viewer {
  return { id, alias, role, writes };
}

/** Whether the request carries its session's token (`X-CSRF-Token`). */
export function hasCsrf(request: Request): boolean {
  const given = Buffer.from(request.get('x-csrf-token') ?? '');
  const expected = Buffer.from(request.session.csrf ?? '');
  return (
    expected.length > 0 && given.length === expected.length && timingSafeEqual(given, expected)
  );
}
