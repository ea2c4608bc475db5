import type { Request } from 'express';
import type { Factors } from '../../../app/staff/factors.ts';
import { changeFactors } from '../../../app/staff/factors.ts';
import { newRecoveryCodes } from '../../../app/staff/recovery.ts';
import type { Documents } from '../../../ports/documents.ts';

/** What follows the set-up of a factor: this session counts as shown, and the first factor brings recovery codes. */
export async function afterSetUp(
  documents: Documents,
  request: Request,
  { id, factors, now }: { readonly id: string; readonly factors: Factors; readonly now: number },
): Promise<{ readonly recovery: readonly string[] | null }> {
  request.session.factor = true;
  await documents.append('audit', { what: 'factor-set-up', by: id, at: now });
  return { recovery: factors.recovery.length > 0 ? null : await newRecoveryCodes(documents, id) };
}

export type RemoveError = 'missing' | 'last-factor';

/** Takes a factor away; the last one only where none is required. */
export async function removeFactor(
  documents: Documents,
  { id, required, now }: { readonly id: string; readonly required: boolean; readonly now: number },
  without: (before: Factors) => Factors | null,
): Promise<RemoveError | null> {
  let error: RemoveError = 'missing';
  const after = await changeFactors(documents, id, (before) => {
    const rest = without(before);
    if (rest === null) return null;
    const none = rest.totp === null && rest.passkeys.length === 0;
    if (none && required) {
      error = 'last-factor';
      return null;
    }
    return none ? { ...rest, recovery: [] } : rest;
  });
  if (after === null) return error;
  await documents.append('audit', { what: 'factor-removed', by: id, at: now });
  return null;
}
