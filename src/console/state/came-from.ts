import type { DeskState } from './desk-store.ts';

/** Where somebody was when the session ended by itself, as it is kept in the history beside `/sign-in`. */
interface CameFrom {
  readonly from: string;
  /** Null when nobody had signed in on this page yet: the link was opened by whoever signs in. */
  readonly person: string | null;
}

/** Null when the person has left on purpose: the next sign-in begins at the desk. */
export function cameFrom(
  pathname: string,
  { person, left }: Pick<DeskState, 'person' | 'left'>,
): CameFrom | null {
  return left ? null : { from: pathname, person };
}

/** Where a sign-in leads: back to where this person was, never to where another was. Only paths of the console. */
export function leadsTo(state: unknown, person: string): string {
  if (typeof state !== 'object' || state === null) return '/';
  if (!('from' in state) || !('person' in state)) return '/';
  if (state.person !== person && state.person !== null) return '/';
  return typeof state.from === 'string' && state.from.startsWith('/') ? state.from : '/';
}
