import { ROLES, type Role } from './roles.ts';

/** Every act of staff that a route or a live event can stand for. */
export const ACTS = [
  'keep-own-session',
  'keep-own-account',
  'see-about',
  'listen',
  'see-queue',
  'read-conversation',
  'observe',
  'claim',
  'reply',
  'see-canned',
  'note',
  'release',
  'transfer',
  'close',
  'wrap-up',
  'see-guidance',
  'refer',
  'escalate',
  'join-escalation',
  'hold',
  'ask-friction',
  'review-friction',
  'see-staff',
  'set-presence',
  'invite-staff',
  'change-staff',
  'see-services',
  'change-services',
  'verify-services',
  'see-campaigns',
  'make-campaign',
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
  'keep-own-account': ROLES,
  'see-about': ROLES,
  listen: ROLES,
  'see-queue': DESK,
  'read-conversation': DESK,
  observe: ['supervisor'],
  claim: DESK,
  reply: DESK,
  'see-canned': DESK,
  note: DESK,
  release: DESK,
  transfer: DESK,
  close: DESK,
  'wrap-up': DESK,
  'see-guidance': DESK,
  refer: DESK,
  escalate: DESK,
  // To stand in for a life in danger, and to hold what was written together with the counsellor.
  'join-escalation': ['supervisor'],
  hold: DESK,
  // To let an address rest that floods the line; longer than half an hour, or no more, is for another person to say.
  'ask-friction': DESK,
  'review-friction': ['supervisor'],
  'see-staff': ['supervisor', 'manager', 'admin', 'counsellor'],
  'set-presence': DESK,
  'invite-staff': ['admin'],
  'change-staff': ['admin'],
  'see-services': ROLES,
  'change-services': ['manager', 'admin'],
  // To say that a number is right, or to take a wrong one away, is for whoever is there to call it.
  'verify-services': ['supervisor', 'manager', 'admin'],
  'see-campaigns': ['manager', 'admin'],
  'make-campaign': ['manager', 'admin'],
};

export function may(role: Role, act: Act): boolean {
  return POLICY[act].includes(role);
}
