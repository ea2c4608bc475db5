import type { Delivery } from '../../ports/channel.ts';
import type { Lane } from './lane.ts';

/** So long a platform may ask us to be quiet. */
export const LONGEST_PAUSE_MS = 60 * 60_000;
/** A wrong token or a locked account is tried again so often; somebody is told. */
export const AUTH_PAUSE_MS = 60_000;

/** What one call says of the platform as a whole. */
export function noteAnswer(lane: Lane, child: string, delivery: Delivery): void {
  if (delivery.ok) return lane.worked();
  const { error } = delivery;
  if (error.kind === 'account') return lane.pause(AUTH_PAUSE_MS);
  if (error.kind === 'auth') {
    return error.scope === undefined
      ? lane.pause(AUTH_PAUSE_MS)
      : lane.refused(child, AUTH_PAUSE_MS);
  }
  if (error.kind !== 'retry') return lane.worked();
  if (error.scope === 'child') return lane.worked();
  if (error.scope === 'perhaps-child') return lane.unwell(child);
  if (error.afterMs !== undefined) {
    return lane.slow(child, Math.min(error.afterMs, LONGEST_PAUSE_MS));
  }
  lane.failed();
}
