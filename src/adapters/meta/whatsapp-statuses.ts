import { z } from 'zod';
import type { Receipt } from '../../ports/channel.ts';
import type { MetaEvent } from './event.ts';
import { all, some, text } from './shapes.ts';
import { addressFrom, timeOf, valuesOf } from './whatsapp-envelope.ts';

const Failed = z.object({
  id: text,
  status: z.literal('failed'),
  timestamp: some,
  recipient_id: some,
  recipient_user_id: some,
  errors: z
    .array(z.object({ code: z.number() }))
    .optional()
    .catch(undefined),
});

const UNDELIVERABLE = 131026;
const WINDOW = 131047;

export interface Failures {
  /** Children whom WhatsApp cannot reach. */
  readonly events: readonly MetaEvent[];
  /** Codes of messages that it took and then could not deliver. */
  readonly codes: readonly string[];
}

export function whatsappFailures(body: unknown, phoneNumberId: string): Failures {
  const failed = valuesOf(body, phoneNumberId).flatMap((value) => all(Failed, value.statuses));
  return {
    events: failed.filter((status) => codesOf(status).includes(UNDELIVERABLE)).flatMap(goneOf),
    codes: failed.flatMap((status) => codesOf(status).map(String)),
  };
}

function codesOf({ errors }: Pick<z.infer<typeof Failed>, 'errors'>): readonly number[] {
  return errors?.map(({ code }) => code) ?? [];
}

function goneOf(status: z.infer<typeof Failed>): MetaEvent[] {
  const address = addressFrom(status.recipient_user_id, status.recipient_id);
  if (address === null) return [];
  return [{ address, id: `failed:${status.id}`, at: timeOf(status.timestamp), name: 'gone' }];
}

const Named = z.object({
  status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
  biz_opaque_callback_data: text,
  errors: Failed.shape.errors,
});

/** The names of our items in the statuses of one of our numbers. One status a message is enough: later ones say the same. */
export function whatsappTook(body: unknown, phoneNumberId: string): readonly string[] {
  return named(body, phoneNumberId)
    .filter(({ status }) => status === 'sent' || status === 'failed')
    .map((status) => status.biz_opaque_callback_data);
}

/** How far our messages came. `sent` is what the answer to the call said already. */
export function whatsappReceipts(body: unknown, phoneNumberId: string): readonly Receipt[] {
  return named(body, phoneNumberId).flatMap((one): Receipt[] => {
    const item = one.biz_opaque_callback_data;
    if (one.status === 'sent') return [];
    if (one.status === 'failed') {
      const why = codesOf(one).includes(WINDOW) ? 'window' : 'refused';
      return [{ item, state: 'failed', why }];
    }
    return [{ item, state: one.status === 'delivered' ? 'delivered' : 'read' }];
  });
}

function named(body: unknown, phoneNumberId: string) {
  return valuesOf(body, phoneNumberId).flatMap((value) => all(Named, value.statuses));
}
