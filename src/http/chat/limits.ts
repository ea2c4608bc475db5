import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { ChildDoor } from '../../app/child-types.ts';
import { digestOf } from '../../app/staff/secrets.ts';
import { tokenOf } from './bearer.ts';

const WINDOW_MS = 60_000;

/** Requests in one minute, by what they are counted by. */
export interface ChatLimits {
  /** Conversations that one address may begin, and all addresses together. */
  readonly startsOfAddress: number;
  readonly starts: number;
  /** Everything else that one address may ask. */
  readonly ofAddress: number;
  /** Messages of all children together. */
  readonly sends: number;
  readonly sendsOfToken: number;
}

/**
 * Many children share one address behind a mobile carrier or a school, so the limits of an address are wide. A whole
 * country's campaign begins less than ten talks a second, and a turn costs little: the bounds for all only keep a
 * flood from filling the disk.
 */
export const CHAT_LIMITS: ChatLimits = {
  startsOfAddress: 120,
  starts: 1_200,
  ofAddress: 3_000,
  sends: 30_000,
  sendsOfToken: 90,
};

/**
 * Slows a flood down. There is never a puzzle to solve, and a child in distress gets the safety text all the same:
 * whoever cannot begin, and whoever wrote words that sound like it.
 */
export function chatLimits(child: ChildDoor) {
  const limiter = (limit: number, keyOf: (request: Request) => string): RequestHandler =>
    rateLimit({
      windowMs: WINDOW_MS,
      limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator: keyOf,
      handler: (request, response: Response) => {
        const safety = safetyFor(child, request);
        response.status(429).json({ error: 'slow-down', ...(safety.length > 0 && { safety }) });
      },
    });
  return {
    byAddress: (limit: number) => limiter(limit, ({ ip }) => ipKeyGenerator(ip ?? '')),
    byToken: (limit: number) => limiter(limit, (request) => digestOf(tokenOf(request))),
    forAll: (limit: number) => limiter(limit, () => 'all'),
  };
}

/** Before a talk begins nothing is said yet; later the words decide. */
export function safetyFor(child: ChildDoor, request: Request) {
  if (request.path === '/start') return child.safety(null);
  const body: unknown = request.body;
  const said = typeof body === 'object' && body !== null && 'text' in body ? body.text : '';
  return typeof said === 'string' ? child.safety(said) : [];
}
