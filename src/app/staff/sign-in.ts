import { fail, ok, type Result } from '../../domain/result.ts';
import type { Documents } from '../../ports/documents.ts';
import {
  forgetAttempts,
  giveBackStrangersAttempt,
  LONGEST_DELAY_MS,
  takeAttempt,
  takeStrangersAttempt,
} from './attempts.ts';
import { methodsOf, readFactors } from './factors.ts';
import { knowsDevice } from './known-devices.ts';
import { findMember, type Member, type StoredMember } from './member.ts';
import { matchesPassword, refusePassword } from './secrets.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** Of the peer, or of whom a trusted proxy names. */
  readonly ip: string;
  /** What the browser carries from a sign-in before; null when nothing. */
  readonly device?: string | null;
}

export type SignInError = 'refused' | 'slow-down';

export interface SignInClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

/**
 * Who stands behind a name and a password. An unknown name, a wrong password and a disabled account get the same
 * answer after the same work.
 *
 * Guesses come ever slower, at one place and at one account from everywhere. Nobody can lock a person out by guessing: the
 * browsers where they signed in before have a line of their own, and on a new one the right password, after a pause, leads
 * on to the second factor.
 */
export async function signIn(
  documents: Documents,
  credentials: Credentials,
  clock: SignInClock,
): Promise<Result<Member, SignInError>> {
  const name = credentials.name.trim().toLowerCase();
  const found = await findMember(documents, name);
  const { device = null } = credentials;
  const known = await knowsDevice(documents, device, found?.member.id ?? 'nobody');
  const place = known ? `device/${device}` : credentials.ip;
  const wait = await takeAttempt(documents, name, place, clock.now());
  if (wait === null) return fail('slow-down');
  const strangers = known ? 0 : await takeStrangersAttempt(documents, name, clock.now());
  const pause = Math.max(wait, strangers ?? LONGEST_DELAY_MS);
  if (pause > 0) await clock.wait(pause);
  const member = await memberBehind(found, credentials.password);
  if (strangers === null && !(await hasFactor(documents, member))) return fail('slow-down');
  if (member === null) return fail('refused');
  await forgetAttempts(documents, name, place);
  if (!known) await giveBackStrangersAttempt(documents, name);
  await documents.append('audit', { what: 'signed-in', by: member.id, at: clock.now() });
  return ok(member);
}

async function memberBehind(found: StoredMember | null, password: string): Promise<Member | null> {
  const matches =
    found === null
      ? await refusePassword(password)
      : await matchesPassword(found.member.password, password);
  return found !== null && matches && !found.member.disabled ? found.member : null;
}

async function hasFactor(documents: Documents, member: Member | null): Promise<boolean> {
  return member !== null && methodsOf(await readFactors(documents, member.id)).length > 0;
}

/** The password of someone who is signed in, once more; wrong ones come ever further apart here too. */
export async function confirmPassword(
  documents: Documents,
  member: Member,
  given: Omit<Credentials, 'name'>,
  clock: SignInClock,
): Promise<Result<void, SignInError>> {
  const wait = await takeAttempt(documents, member.name, given.ip, clock.now());
  if (wait === null) return fail('slow-down');
  if (wait > 0) await clock.wait(wait);
  if (!(await matchesPassword(member.password, given.password))) return fail('refused');
  await forgetAttempts(documents, member.name, given.ip);
  return ok(undefined);
}
