import { may } from '../../domain/staff/policy.ts';
import type { Role } from '../../domain/staff/roles.ts';
import type { Documents } from '../../ports/documents.ts';
import { endBreak } from './breaks.ts';
import { fieldsOf, listMembers, readMember } from './member.ts';

/** How long "available" holds without a live connection of that person. */
export const PRESENCE_LEASE_MS = 60_000;

export interface DeskPerson {
  readonly id: string;
  readonly alias: string;
  readonly role: Role;
  /** Takes new conversations now. */
  readonly available: boolean;
  /** Languages in which they write with children; empty: every one. */
  readonly writes: readonly string[];
}

/** Says that someone takes new conversations, until the lease ends or a live connection renews it. */
export async function setPresence(
  documents: Documents,
  id: string,
  available: boolean,
  now: number,
): Promise<void> {
  if (!available) {
    await documents.delete(keyOf(id));
    return;
  }
  await endBreak(documents, id);
  for (;;) {
    const stored = await documents.get(keyOf(id));
    const written = await lease(documents, id, stored?.version ?? 0, now);
    if (written !== null) return;
  }
}

/** Called by every live connection of a person, whether they take new conversations or not. */
export async function noteAlive(documents: Documents, id: string, now: number): Promise<void> {
  const stored = await documents.get(aliveKey(id));
  const until = now + PRESENCE_LEASE_MS;
  // Lost to another connection of the same person: then that one says the same.
  await documents.put(aliveKey(id), { until }, stored?.version ?? 0, PRESENCE_LEASE_MS);
}

/** Called by a live connection whose desk is locked, since nobody has touched it; one that is not locked counts more. */
export async function noteLocked(documents: Documents, id: string, now: number): Promise<void> {
  const stored = await documents.get(aliveKey(id));
  const { until: before, lockedSince } = fieldsOf(stored?.value);
  const open = typeof lockedSince !== 'number' && typeof before === 'number';
  if (open && before - now > PRESENCE_LEASE_MS / 2) return;
  const since = typeof lockedSince === 'number' && holds(stored?.value, now) ? lockedSince : now;
  const value = { until: now + PRESENCE_LEASE_MS, lockedSince: since };
  await documents.put(aliveKey(id), value, stored?.version ?? 0, PRESENCE_LEASE_MS);
}

/** Whose console has been connected within the lease, by id; `locked` where nobody has touched any of them for a lease. */
export async function aliveStaff(
  documents: Documents,
  now: number,
): Promise<ReadonlyMap<string, 'here' | 'locked'>> {
  const leases = await documents.list('alive/');
  const live = leases.filter(({ value }) => holds(value, now));
  return new Map(
    live.map(({ key, value }) => {
      const { lockedSince } = fieldsOf(value);
      const locked = typeof lockedSince === 'number' && now - lockedSince >= PRESENCE_LEASE_MS;
      return [key.slice('alive/'.length), locked ? 'locked' : 'here'];
    }),
  );
}

/** Called by a live connection. What has lapsed, or was ended by the person, stays ended. */
export async function renewPresence(documents: Documents, id: string, now: number): Promise<void> {
  const stored = await documents.get(keyOf(id));
  if (stored === null || !holds(stored.value, now)) return;
  // Lost to another connection of the same person, or to their going away: either way nothing is left to do.
  await lease(documents, id, stored.version, now);
}

/** Whether this one takes new conversations now: what `deskPeople` says of all. */
export async function isAvailable(documents: Documents, id: string, now: number): Promise<boolean> {
  const [stored, presence] = await Promise.all([
    readMember(documents, id),
    documents.get(keyOf(id)),
  ]);
  if (stored === null || stored.member.disabled || !may(stored.member.role, 'claim')) return false;
  return presence !== null && holds(presence.value, now);
}

/** Whoever may work at the desk, by alias; disabled accounts left out. */
export async function deskPeople(
  documents: Documents,
  now: number,
): Promise<readonly DeskPerson[]> {
  const [members, leases] = await Promise.all([
    listMembers(documents),
    documents.list('presence/'),
  ]);
  const present = new Set(leases.filter(({ value }) => holds(value, now)).map(({ key }) => key));
  return members
    .filter(({ disabled }) => !disabled)
    .map(({ id, alias, role, writes }) => ({
      id,
      alias,
      role,
      writes,
      available: may(role, 'claim') && present.has(keyOf(id)),
    }))
    .sort((a, b) => a.alias.localeCompare(b.alias));
}

function lease(
  documents: Documents,
  id: string,
  version: number,
  now: number,
): Promise<number | null> {
  const until = now + PRESENCE_LEASE_MS;
  return documents.put(keyOf(id), { until }, version, PRESENCE_LEASE_MS);
}

function holds(value: Parameters<typeof fieldsOf>[0], now: number): boolean {
  const { until } = fieldsOf(value);
  return typeof until === 'number' && until > now;
}

function aliveKey(id: string): string {
  return `alive/${id}`;
}

function keyOf(id: string): string {
  return `presence/${id}`;
}
