import { ROLES, type Role } from './roles.ts';

/** Every act of staff that a route or a live event can stand for. */
export const ACTS = [
  'keep-own-session',
  'see-about',
  'listen',
  'see-queue',
  'read-conversation',
  'claim',
  'reply',
  'note',
  'release',
  'transfer',
  'close',
  'wrap-up',
  'see-staff',
  'set-presence',
  'invite-staff',
  'change-staff',
] as const;
export type Act = (typeof ACTS)[number];

/**
 * Whoever works at the desk. An admin may take a conversation as a counsellor does, since a small helpline's first
 * account is often its only one; to read along in another's conversation is for supervisors alone, as children are told.
 */
const DESK: readonly Role[] = ['counsellor', 'supervisor', 'admin'];

/** The one table of who may do what. A manager or a reviewer never sees a conversation, nor the queue. */
export const POLICY: Readonly<Record<Act, readonly Role[]>> = {
  'keep-own-session': ROLES,
  'see-about': ROLES,
  listen: ROLES,
  'see-queue': DESK,
  'read-conversation': DESK,
  claim: DESK,
  reply: DESK,
  note: DESK,
  release: DESK,
  transfer: DESK,
  close: DESK,
  'wrap-up': DESK,
  'see-staff': ['supervisor', 'manager', 'admin', 'counsellor'],
  'set-presence': DESK,
  'invite-staff': ['admin'],
  'change-staff': ['admin'],
};

export function may(role: Role, act: Act): boolean {
  return POLICY[act].includes(role);
}
