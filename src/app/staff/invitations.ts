import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '../../domain/result.ts';
import { ROLES, type Role } from '../../domain/staff/roles.ts';
import type { Documents } from '../../ports/documents.ts';
import { fieldsOf, type Member, nameKey, writeMember } from './member.ts';
import { digestOf, hashPassword, newSecret } from './secrets.ts';
import { isWeakPassword } from './weak-password.ts';

export interface Invitation {
  /** Shown once; only its hash is stored. Belongs in the fragment of a link, never in a path or a query. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface Invitee {
  readonly token: string;
  readonly name: string;
  readonly alias: string;
  readonly password: string;
  readonly language?: string;
}

export type AcceptError = 'invalid-invitation' | 'name-taken' | 'weak-password';

/** One hour: long enough to walk to another desk, short enough to be worth little in a log of links. */
export const INVITATION_MS = 3_600_000;

/** Makes a single-use invitation. By whom is for the audit log: an account's id, or `cli`, or `start`. */
export async function invite(
  documents: Documents,
  invitation: {
    readonly role: Role;
    readonly by: string;
    readonly now: number;
    readonly ms?: number;
  },
): Promise<Invitation> {
  const { role, by, now, ms = INVITATION_MS } = invitation;
  const token = newSecret();
  const expires = now + ms;
  await documents.put(keyOf(token), { role, expires }, 0, ms);
  await documents.append('audit', { what: 'invited', role, by, at: now });
  return { token, expires };
}

/**
 * Turns an invitation into an account. A name that is taken and a password that is easily guessed leave the invitation open for another try; of two
 * that come at once with one token, one gets the account.
 */
export async function acceptInvitation(
  documents: Documents,
  invitee: Invitee,
  now: number,
): Promise<Result<Member, AcceptError>> {
  const role = await openRole(documents, invitee.token, now);
  if (role === null) return fail('invalid-invitation');
  if (await isWeakPassword(invitee.password, [invitee.name, invitee.alias])) {
    return fail('weak-password');
  }
  const member = await newMember(invitee, role, now);
  const named = await documents.put(nameKey(member.name), { id: member.id }, 0);
  if (named === null) return fail('name-taken');
  if (!(await documents.delete(keyOf(invitee.token)))) {
    await documents.delete(nameKey(member.name));
    return fail('invalid-invitation');
  }
  await writeMember(documents, member, 0);
  await documents.append('audit', { what: 'joined', role, by: member.id, at: now });
  return ok(member);
}

async function openRole(documents: Documents, token: string, now: number): Promise<Role | null> {
  const { role, expires } = fieldsOf((await documents.get(keyOf(token)))?.value);
  if (typeof expires !== 'number' || expires <= now) return null;
  return ROLES.find((one) => one === role) ?? null;
}

async function newMember(invitee: Invitee, role: Role, now: number): Promise<Member> {
  return {
    id: randomUUID(),
    name: invitee.name,
    alias: invitee.alias,
    role,
    language: invitee.language ?? 'km',
    writes: [],
    disabled: false,
    password: await hashPassword(invitee.password),
    epoch: 1,
    since: now,
  };
}

function keyOf(token: string): string {
  return `invitation/${digestOf(token)}`;
}
