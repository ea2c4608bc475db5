import type { Documents } from '../../ports/documents.ts';
import { fieldsOf, type Member } from './member.ts';
import { digestOf, newSecret } from './secrets.ts';

/** Between the password and the second factor: so long, and so many tries. */
const TICKET_MS = 300_000;
const MOST_TRIES = 5;

export interface Ticket {
  readonly staff: string;
  readonly epoch: number;
  /** What a passkey has to sign; '' when the account has none. */
  readonly challenge: string;
}

/** Says that the password was right. Worth nothing without the second factor; only its digest is kept. */
export async function openTicket(
  documents: Documents,
  { id, epoch }: Member,
  { challenge, now }: { readonly challenge: string; readonly now: number },
): Promise<string> {
  const ticket = newSecret();
  const kept = { staff: id, epoch, challenge, until: now + TICKET_MS, tries: 0 };
  await documents.put(keyOf(ticket), kept, 0, TICKET_MS);
  return ticket;
}

/** Counts a try, before anything is looked at. Null when the ticket is used up, too old, or none. */
export async function tryTicket(
  documents: Documents,
  ticket: string,
  now: number,
): Promise<Ticket | null> {
  for (;;) {
    const stored = await documents.get(keyOf(ticket));
    const { staff, epoch, challenge, until, tries } = fieldsOf(stored?.value);
    if (stored === null || typeof staff !== 'string' || typeof epoch !== 'number') return null;
    if (typeof until !== 'number' || typeof tries !== 'number') return null;
    if (until <= now || tries >= MOST_TRIES) return null;
    const kept = { staff, epoch, challenge: String(challenge), until, tries: tries + 1 };
    const written = await documents.put(keyOf(ticket), kept, stored.version, until - now);
    if (written !== null) return { staff, epoch, challenge: String(challenge) };
  }
}

/** True for the one who spends it. */
export function spendTicket(documents: Documents, ticket: string): Promise<boolean> {
  return documents.delete(keyOf(ticket));
}

function keyOf(ticket: string): string {
  return `sign-in/${digestOf(ticket)}`;
}
