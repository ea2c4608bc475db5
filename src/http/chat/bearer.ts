import type { Request, RequestHandler } from 'express';
import { refuse } from '../errors.ts';

const BEARER = /^Bearer ([A-Za-z0-9._~-]{16,128})$/;

/** The page's token. It travels in this header alone, never in a URL or a cookie. */
export function tokenOf(request: Request): string {
  return BEARER.exec(request.get('authorization') ?? '')?.[1] ?? '';
}

/** 401 `unknown` for what cannot be a token, like for one that nobody has. */
export const needsToken: RequestHandler = (request, response, next) => {
  if (tokenOf(request) === '') refuse(response, 401, 'unknown');
  else next();
};
