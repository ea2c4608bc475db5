import type { Request } from 'express';
import type { PasskeySite } from '../../app/staff/passkeys.ts';

/** The page that asks: its origin was found to be ours before any route that changes something runs. */
export function passkeySite(request: Request): PasskeySite {
  const origin = request.get('origin') ?? '';
  return { origin, rpId: URL.canParse(origin) ? new URL(origin).hostname : '' };
}
