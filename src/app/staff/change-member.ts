import { fail, ok, type Result } from '../../domain/result.ts';
import type { Role } from '../../domain/staff/roles.ts';
import type { Documents } from '../../ports/documents.ts';
import { listMembers, type Member, readMember, writeMember } from './member.ts';

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

function isAdmin(member: Member): boolean {
  return member.role === 'admin' && !member.disabled;
}

async function isOtherAdmin(documents: Documents, id: string): Promise<boolean> {
  return (await listMembers(documents)).some((member) => member.id !== id && isAdmin(member));
}
