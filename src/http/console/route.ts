import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Viewer } from '../../app/desk-types.ts';
import type { Member } from '../../app/staff/member.ts';
import type { Act } from '../../domain/staff/policy.ts';
import { refuse } from '../errors.ts';

/** A request that was let through. */
export interface Ask<B> {
  readonly viewer: Viewer;
  readonly member: Member;
  /** The `:id` of the path; '' where there is none. */
  readonly id: string;
  readonly body: B;
  readonly request: Request;
  readonly response: Response;
}

/** One entry of the API. None exists without an act of the policy table, or the plain word `anyone`. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below `/api`. */
  readonly path: string;
  readonly act: Act | 'anyone';
  /** All consoles ask it at once whenever something changes: acts of people go first. */
  readonly patient?: boolean;
  /** What a body must be; the document of the API names the same schema. */
  readonly body?: z.ZodType;
  /** Runs after the policy, the origin and the session's token were checked. */
  run(ask: Ask<unknown>): Promise<void>;
}

export interface StaffRoute<S extends z.ZodType> {
  readonly method: Route['method'];
  readonly path: string;
  readonly act: Act;
  readonly body: S;
  handle(ask: Ask<z.infer<S>>): Promise<void>;
}

/** A route of staff with a body; a body that is not of the schema is 400 and goes no further. */
export function withBody<S extends z.ZodType>(route: StaffRoute<S>): Route {
  const { method, path, act, body, handle } = route;
  return {
    method,
    path,
    act,
    body,
    run: async (ask) => {
      const parsed = body.safeParse(ask.body);
      if (!parsed.success) return refuse(ask.response, 400, 'bad-request');
      await handle({ ...ask, body: parsed.data });
    },
  };
}
