import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Log } from '../ports/log.ts';

/** Ends a request with `{ error }`: a code, never a sentence of whoever failed. */
export function refuse(
  response: Response,
  status: number,
  error: string,
  more: { by?: string } = {},
): void {
  response.status(status).json({ error, ...more });
}

export const notFound: RequestHandler = (_request, response) => refuse(response, 404, 'not-found');

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'bad-request',
  413: 'too-large',
  415: 'unsupported-type',
  404: 'not-found',
};

/** The last word on whatever a route threw. Only its status and, when it is one, its code are looked at. */
export function onError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const status = statusOf(error);
    if (status >= 500) noteFailure(log, request, error, status);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    refuse(response, status, BY_STATUS[status] ?? (status < 500 ? 'bad-request' : 'internal'));
  };
}

/** A line in the log for what a route threw: the route's pattern, a status, a code. */
export function noteFailure(log: Log, request: Request, error: unknown, status: number): void {
  log.error('request-failed', { route: routeOf(request.route), status, code: codeOf(error) });
}

/** A mistake of the sender carries its own 4xx; whatever else was thrown is ours. */
export function statusOf(error: unknown): number {
  const status = field(error, 'status');
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function codeOf(error: unknown): string {
  const code = field(error, 'code');
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : 'unknown';
}

/** The route's pattern; the path itself may hold an id. */
function routeOf(route: unknown): string {
  const path = field(route, 'path');
  return typeof path === 'string' ? path : 'none';
}

function field(value: unknown, name: 'status' | 'code' | 'path'): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
