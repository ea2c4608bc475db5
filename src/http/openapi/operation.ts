import type { Act } from '../../domain/staff/policy.ts';
import type * as api from '../api.ts';

/** A name of a schema in `api.ts`. */
export type SchemaName = Exclude<keyof typeof api, 'FACTOR_METHODS'>;

/** What the document says of one route. */
export interface Operation {
  readonly says: string;
  /** The same as in the route; `npm run check` and a test compare them. */
  readonly act: Act | 'anyone';
  readonly body?: SchemaName;
  /** A body that is taken as it is. The matrix of roles and objects sends it. */
  readonly example?: unknown;
  /** Words after `?`. */
  readonly query?: readonly string[];
  /** What comes back with each status; 'empty', 'events' and 'page' are no JSON. */
  readonly answers: Readonly<Record<number, SchemaName | 'empty' | 'events' | 'page' | 'code'>>;
  /** Codes of refusals (`ApiError`) beside those of every route. */
  readonly refuses?: Readonly<Record<number, readonly string[]>>;
}

/** By `method /path` below `/api`, as in the route table. */
export type Operations = Readonly<Record<string, Operation>>;

/** Said by hand in many places: an act's key. */
export const KEY = 'act-0123456789abcdef';

/** The answer of whoever holds a conversation (`answerAct`). */
export const ACT_ANSWER: Pick<Operation, 'answers' | 'refuses'> = {
  answers: { 204: 'empty' },
  refuses: { 404: ['missing'], 409: ['not-owner', 'unanswered'], 410: ['child-left'] },
};
