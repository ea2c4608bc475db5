import { ROLES, type Role } from '../../domain/staff/roles.ts';
import type { Document, Documents, Json } from '../../ports/documents.ts';

/** An account of the console. `epoch` rises when every session of it must end (password, role, disabling). */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** What children and colleagues see. */
  readonly alias: string;
  readonly role: Role;
  /** Language of the console for this person. */
  readonly language: string;
  /** Languages in which this person writes with children; empty: every one. */
  readonly writes: readonly string[];
  readonly disabled: boolean;
  /** argon2id, PHC string. */
  readonly password: string;
  readonly epoch: number;
  /** When the account was made (ms). */
  readonly since: number;
}

/** A member and the version of the document that it was read from. */
export interface StoredMember {
  readonly member: Member;
  readonly version: number;
}

const PREFIX = 'staff/';

export function memberKey(id: string): string {
  return `${PREFIX}${id}`;
}

/** Leads a sign-in name to the id of its account; also what keeps names unique. */
export function nameKey(name: string): string {
  return `staff-name/${name}`;
}

export async function readMember(documents: Documents, id: string): Promise<StoredMember | null> {
  const document = await documents.get(memberKey(id));
  return document === null ? null : memberOf(document);
}

export async function findMember(documents: Documents, name: string): Promise<StoredMember | null> {
  const document = await documents.get(nameKey(name));
  const id = fieldsOf(document?.value)['id'];
  return typeof id === 'string' ? readMember(documents, id) : null;
}

export async function listMembers(documents: Documents): Promise<readonly Member[]> {
  const all = await documents.list(PREFIX);
  return all.flatMap((document) => memberOf(document)?.member ?? []);
}

/** Null when the stored version moved on. */
export async function writeMember(
  documents: Documents,
  member: Member,
  version: number,
): Promise<number | null> {
  return documents.put(memberKey(member.id), { ...member }, version);
}

export function fieldsOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: Json | undefined | object): value is readonly Json[] {
  return Array.isArray(value);
}

function memberOf({ value, version }: Document): StoredMember | null {
  const { id, name, alias, role, language, writes, disabled, password, epoch, since } =
    fieldsOf(value);
  const known = ROLES.find((one) => one === role);
  if (known === undefined) return null;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof alias !== 'string') return null;
  if (typeof password !== 'string' || typeof epoch !== 'number') return null;
  return {
    version,
    member: {
      id,
      name,
      alias,
      role: known,
      language: typeof language === 'string' ? language : 'km',
      writes: isList(writes) ? writes.filter((one) => typeof one === 'string') : [],
      // Fail closed: anything but a clear "not disabled" is disabled.
      disabled: disabled !== false,
      password,
      epoch,
      since: typeof since === 'number' ? since : 0,
    },
  };
}
