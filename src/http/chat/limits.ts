import type { RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { digestOf } from '../../app/staff/secrets.ts';
import { refuse } from '../errors.ts';
import { tokenOf } from './bearer.ts';

const WINDOW_MS = 60_000;

/**
 * Slows a flood down. Many children share one address behind a mobile carrier or a school, so the limits of an
 * address are wide, and there is never a puzzle to solve.
 */
export function limitByAddress(limit: number): RequestHandler {
  return limiter(limit, (ip) => ip);
}

export function limitByToken(limit: number): RequestHandler {
  return limiter(limit, (_ip, token) => digestOf(token));
}

function limiter(limit: number, keyOf: (ip: string, token: string) => string): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => keyOf(ipKeyGenerator(request.ip ?? ''), tokenOf(request)),
    handler: (_request, response: Response) => refuse(response, 429, 'slow-down'),
  });
}
