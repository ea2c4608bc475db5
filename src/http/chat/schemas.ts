import { z } from 'zod';

/** The chat page's API. */

/** Made by the page for each message; the same one again has no second effect. */
const id = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
const ids = z.array(z.string().min(1).max(100)).max(200);

export const Start = z.object({ campaign: z.string().max(40).optional() });
export const Send = z.union([
  z.strictObject({ id, text: z.string().trim().min(1).max(4000) }),
  z.strictObject({ id, choice: z.string().min(1).max(64) }),
]);
export const Ack = z.strictObject({ ids });
export const Poll = z.strictObject({ ack: ids.default([]) });
