import { fail, type Result } from '../../domain/result.ts';
import type { Documents } from '../../ports/documents.ts';
import { changePassword } from './change-member.ts';
import { INVITATION_MS, type Invitation } from './invitations.ts';
import { fieldsOf, type Member, readMember } from './member.ts';
import { digestOf, newSecret } from './secrets.ts';
import { isWeakPassword } from './weak-password.ts';

type RenewError = 'invalid-invitation' | 'weak-password';

/** A single-use link for whoever forgot the password of an account; a second factor stays what it is. */
export async function offerNewPassword(
  documents: Documents,
  member: Pick<Member, 'id'>,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<Invitation> {
  const token = newSecret();
  const expires = now + INVITATION_MS;
  await documents.put(keyOf(token), { id: member.id, expires }, 0, INVITATION_MS);
  await documents.append('audit', { what: 'password-offered', who: member.id, by, at: now });
  return { token, expires };
}

/**
 * Takes the new password, once, and ends every session of the account; null when the token is for something else. A password
 * that is easily guessed leaves the link open for another try.
 */
export async function renewPassword(
  documents: Documents,
  { token, password }: { readonly token: string; readonly password: string },
  now: number,
): Promise<Result<Member, RenewError> | null> {
  const stored = await documents.get(keyOf(token));
  if (stored === null) return null;
  const { id, expires } = fieldsOf(stored.value);
  if (typeof id !== 'string' || typeof expires !== 'number' || expires <= now) {
    return fail('invalid-invitation');
  }
  const member = (await readMember(documents, id))?.member;
  if (member === undefined || member.disabled) return fail('invalid-invitation');
  if (await isWeakPassword(password, [member.name, member.alias])) return fail('weak-password');
  // Of two who come with one link, one sets the password.
  if (!(await documents.delete(keyOf(token)))) return fail('invalid-invitation');
  return changePassword(documents, id, password, now);
}

function keyOf(token: string): string {
  return `new-password/${digestOf(token)}`;
}
