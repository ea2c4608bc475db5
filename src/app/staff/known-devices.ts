import type { Documents } from '../../ports/documents.ts';
import { digestOf, newSecret } from './secrets.ts';

/** A browser that nobody signed in on for so long is a stranger again. */
export const DEVICE_MS = 90 * 86_400_000;

/** Whether this browser showed all that this account asks for before. Only digests of its token are kept. */
export async function knowsDevice(
  documents: Documents,
  token: string | null,
  staff: string,
): Promise<boolean> {
  return token !== null && (await documents.get(prefix(token) + staff)) !== null;
}

/**
 * Notes that this account signed in here, and answers the browser's token: the one it came with when it is one of ours, so
 * that two people at one machine do not forget each other.
 */
export async function rememberDevice(
  documents: Documents,
  token: string | null,
  staff: string,
): Promise<string> {
  const ours = token !== null && (await documents.list(prefix(token))).length > 0;
  const kept = ours ? token : newSecret();
  const version = (await documents.get(prefix(kept) + staff))?.version ?? 0;
  // Lost to another sign-in of the same moment, which says the same.
  await documents.put(prefix(kept) + staff, {}, version, DEVICE_MS);
  return kept;
}

function prefix(token: string): string {
  return `device/${digestOf(token)}/`;
}
