import { fail, ok, type Result } from '../../domain/result.ts';
import type { Documents } from '../../ports/documents.ts';
import { forgetAttempts, takeAttempt } from './attempts.ts';
import { findMember, type Member } from './member.ts';
import { matchesPassword, refusePassword } from './secrets.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** Of the peer, or of whom a trusted proxy names. */
  readonly ip: string;
}

export type SignInError = 'refused' | 'slow-down';

export interface SignInClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

/**
 * Who stands behind a name and a password. An unknown name, a wrong password and a disabled account get the same
 * answer after the same work.
 */
export async function signIn(
  documents: Documents,
  credentials: Credentials,
  clock: SignInClock,
): Promise<Result<Member, SignInError>> {
  const name = credentials.name.trim().toLowerCase();
  const wait = await takeAttempt(documents, name, credentials.ip, clock.now());
  if (wait === null) return fail('slow-down');
  if (wait > 0) await clock.wait(wait);
  const found = await findMember(documents, name);
  const matches =
    found === null
      ? await refusePassword(credentials.password)
      : await matchesPassword(found.member.password, credentials.password);
  if (found === null || !matches || found.member.disabled) return fail('refused');
  await forgetAttempts(documents, name, credentials.ip);
  await documents.append('audit', { what: 'signed-in', by: found.member.id, at: clock.now() });
  return ok(found.member);
}
