import { fail, ok, type Result } from '../../domain/result.ts';
import type { Role } from '../../domain/staff/roles.ts';
import type { Documents } from '../../ports/documents.ts';
import { forgetFactors } from './factors.ts';
import { listMembers, type Member, readMember, writeMember } from './member.ts';
import { hashPassword } from './secrets.ts';
import { isWeakPassword } from './weak-password.ts';

export interface MemberChange {
  readonly role?: Role;
  readonly disabled?: boolean;
}

export type ChangeError = 'missing' | 'last-admin';

/**
 * Changes an account. A disabled account's sessions end with it: the next request and every live connection within
 * a second. The last working admin stays one, so that the door never closes from outside.
 */
export async function changeMember(
  documents: Documents,
  id: string,
  change: MemberChange,
  by: { readonly id: string; readonly now: number },
): Promise<Result<Member, ChangeError>> {
  for (;;) {
    const stored = await readMember(documents, id);
    if (stored === null) return fail('missing');
    const before = stored.member;
    const after = { ...before, ...change };
    if (isAdmin(before) && !isAdmin(after) && !(await isOtherAdmin(documents, id))) {
      return fail('last-admin');
    }
    const member = { ...after, epoch: after.disabled ? before.epoch + 1 : before.epoch };
    if ((await writeMember(documents, member, stored.version)) === null) continue;
    const { role, disabled } = member;
    await documents.append('audit', {
      what: 'changed',
      who: id,
      role,
      disabled,
      by: by.id,
      at: by.now,
    });
    return ok(member);
  }
}

/** In which languages someone writes with children from now on; their sessions stay. False when there is no such account. */
export async function setWrites(
  documents: Documents,
  id: string,
  writes: readonly string[],
): Promise<boolean> {
  for (;;) {
    const stored = await readMember(documents, id);
    if (stored === null) return false;
    const member = { ...stored.member, writes };
    if ((await writeMember(documents, member, stored.version)) !== null) return true;
  }
}

/** A new password ends every session of the account; the one that asked is begun anew by its route. */
export async function changePassword(
  documents: Documents,
  id: string,
  password: string,
  now: number,
): Promise<Result<Member, 'weak-password'>> {
  const names = (await readMember(documents, id))?.member;
  if (await isWeakPassword(password, [names?.name ?? '', names?.alias ?? ''])) {
    return fail('weak-password');
  }
  const hashed = await hashPassword(password);
  const changed = await rewrite(documents, id, { password: hashed });
  await documents.append('audit', { what: 'password-changed', by: id, at: now });
  return changed === null ? fail('weak-password') : ok(changed);
}

/** Signs an account out everywhere. */
export async function endAllSessions(documents: Documents, id: string, now: number): Promise<void> {
  await rewrite(documents, id, {});
  await documents.append('audit', { what: 'signed-out-everywhere', by: id, at: now });
}

/** Takes every second factor of an account away and signs it out everywhere; false when there is no such account. */
export async function resetFactors(
  documents: Documents,
  id: string,
  by: { readonly id: string; readonly now: number },
): Promise<boolean> {
  if ((await rewrite(documents, id, {})) === null) return false;
  await forgetFactors(documents, id);
  await documents.append('audit', { what: 'factors-reset', who: id, by: by.id, at: by.now });
  return true;
}

/** Changes an account and ends its sessions with it; null when there is none. */
async function rewrite(
  documents: Documents,
  id: string,
  change: Partial<Pick<Member, 'password'>>,
): Promise<Member | null> {
  for (;;) {
    const stored = await readMember(documents, id);
    if (stored === null) return null;
    const member = { ...stored.member, ...change, epoch: stored.member.epoch + 1 };
    if ((await writeMember(documents, member, stored.version)) !== null) return member;
  }
}

function isAdmin(member: Member): boolean {
  return member.role === 'admin' && !member.disabled;
}

async function isOtherAdmin(documents: Documents, id: string): Promise<boolean> {
  return (await listMembers(documents)).some((member) => member.id !== id && isAdmin(member));
}
