import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Documents } from '../../ports/documents.ts';
import { takeAttempt } from './attempts.ts';
import { type FactorMethod, methodsOf, readFactors } from './factors.ts';
import { type Member, readMember } from './member.ts';
import { askPasskey, checkPasskey, type PasskeySite } from './passkeys.ts';
import { spendRecoveryCode } from './recovery.ts';
import type { SignInClock } from './sign-in.ts';
import { openTicket, spendTicket, type Ticket, tryTicket } from './ticket.ts';
import type { Totp } from './totp.ts';

/** What a person shows beside the password. */
export type Shown =
  | { readonly kind: 'totp'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string }
  | { readonly kind: 'passkey'; readonly response: AuthenticationResponseJSON };

/** Where the password was right, and what is still to be shown. */
export interface FactorAsked {
  readonly ticket: string;
  readonly methods: readonly FactorMethod[];
  readonly passkey: Awaited<ReturnType<typeof askPasskey>> | null;
}

export type FactorError = 'refused' | 'slow-down' | 'used-code' | 'too-many';

/** Null when the account has no second factor. */
export async function askFactor(
  documents: Documents,
  member: Member,
  { site, now }: { readonly site: PasskeySite; readonly now: number },
): Promise<FactorAsked | null> {
  const factors = await readFactors(documents, member.id);
  const methods = methodsOf(factors);
  if (methods.length === 0) return null;
  const passkey = methods.includes('passkey') ? await askPasskey(factors, site) : null;
  const challenge = passkey?.challenge ?? '';
  return { ticket: await openTicket(documents, member, { challenge, now }), methods, passkey };
}

export interface FactorParts {
  readonly documents: Documents;
  readonly totp: Totp;
  readonly clock: SignInClock;
}

/** The member, when the ticket is good and what is shown is theirs. Tries are counted, and come ever further apart. */
export async function passFactor(
  { documents, totp, clock }: FactorParts,
  asked: { readonly ticket: string; readonly shown: Shown; readonly ip: string },
  site: PasskeySite,
): Promise<Result<Member, FactorError>> {
  const ticket = await tryTicket(documents, asked.ticket, clock.now());
  if (ticket === null) return fail('refused');
  const wait = await takeAttempt(documents, `factor/${ticket.staff}`, asked.ip, clock.now());
  if (wait === null) return fail('slow-down');
  if (wait > 0) await clock.wait(wait);
  const checked = await check({ documents, totp, clock }, ticket, asked.shown, site);
  if (!checked.ok) return checked;
  const member = (await readMember(documents, ticket.staff))?.member;
  const stands = member !== undefined && !member.disabled && member.epoch === ticket.epoch;
  // Of two with one ticket, one gets in.
  if (!stands || !(await spendTicket(documents, asked.ticket))) return fail('refused');
  const at = clock.now();
  await documents.append('audit', { what: 'factor', how: asked.shown.kind, by: member.id, at });
  return ok(member);
}

async function check(
  { documents, totp, clock }: FactorParts,
  { staff, challenge }: Ticket,
  shown: Shown,
  site: PasskeySite,
): Promise<Result<void, FactorError>> {
  switch (shown.kind) {
    case 'totp': {
      const checked = await totp.check(staff, shown.code, clock.now());
      if (checked.ok) return checked;
      const { error } = checked;
      return fail(error === 'used-code' || error === 'too-many' ? error : 'refused');
    }
    case 'recovery':
      return (await spendRecoveryCode(documents, staff, shown.code))
        ? ok(undefined)
        : fail('refused');
    case 'passkey': {
      const answer = { response: shown.response, challenge };
      return (await checkPasskey(documents, staff, answer, site)) ? ok(undefined) : fail('refused');
    }
  }
}
