import { z } from 'zod';
import type { Address } from '../../ports/channel.ts';
import { all, objects, text, type Unread } from './shapes.ts';

const Envelope = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.unknown()),
});
const Entry = z.object({ changes: z.array(z.unknown()) });
/** Other fields (standby, history, echoes of another app, news of the account) are none of ours. */
const Field = z.looseObject({ field: text });
const Change = z.object({
  value: z.object({
    metadata: z.object({ phone_number_id: text }),
    contacts: objects,
    messages: z.unknown().optional(),
    statuses: objects,
  }),
});

/** What a webhook holds of one of our numbers. */
export function valuesOf(body: unknown, phoneNumberId: string, unread?: Unread) {
  const envelopes = all(Envelope, [body], unread);
  const entries = envelopes.flatMap(({ entry }) => all(Entry, entry, unread));
  const changes = entries.flatMap((entry) => all(Field, entry.changes, unread));
  const ours = changes.filter(({ field }) => field === 'messages');
  return all(Change, ours, unread)
    .map((change) => change.value)
    .filter((value) => value.metadata.phone_number_id === phoneNumberId);
}

/**
 * A business-scoped id is a country code, a dot and up to 128 letters or digits (`KH.1349…`); a parent one has `ENT` between.
 * A phone number has no dot. Anything else is no id that could be answered.
 */
const SCOPED = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/u;
const PHONE = /^\+?\d{5,20}$/u;

export function isScoped(id: string): boolean {
  return SCOPED.test(id);
}

/** The business-scoped id where there is one; the phone number beside it is the second name of the same child. */
export function addressFrom(
  scopedId: string | undefined,
  phoneNumber: string | undefined,
): Address | null {
  const scoped = scopedId !== undefined && SCOPED.test(scopedId) ? scopedId : undefined;
  const phone = phoneNumber !== undefined && PHONE.test(phoneNumber) ? phoneNumber : undefined;
  const id = scoped ?? phone;
  if (id === undefined) return null;
  const both = scoped !== undefined && phone !== undefined;
  return both ? { channel: 'whatsapp', id, also: phone } : { channel: 'whatsapp', id };
}

/** WhatsApp counts in seconds. */
export function timeOf(timestamp: string | undefined): number | null {
  return timestamp !== undefined && /^\d{9,12}$/u.test(timestamp) ? Number(timestamp) * 1000 : null;
}
