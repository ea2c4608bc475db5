import type { ErrorRequestHandler } from 'express';
import type { ChildDoor } from '../../app/child-types.ts';
import type { Log } from '../../ports/log.ts';
import { noteFailure, statusOf } from '../errors.ts';
import { safetyFor } from './limits.ts';

/**
 * 503 `unavailable` when the app could not carry a request out, most likely because its store is away: the page tries
 * again. A child who could not begin, or whose words sound like distress, gets the safety text with it.
 */
export function whenDown(child: ChildDoor, log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (statusOf(error) < 500 || response.headersSent) return next(error);
    noteFailure(log, request, error, 503);
    const safety = safetyFor(child, request);
    response.status(503).json({ error: 'unavailable', ...(safety.length > 0 && { safety }) });
  };
}
