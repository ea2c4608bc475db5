import type { Input } from '../conversation/input.ts';
import type { ConversationState } from '../conversation/state.ts';
import { change, type Draft } from './draft.ts';
import { notePerson, offerTimer } from './offer.ts';

/** So long after the last sign of whoever reads along, they do no more. */
const OBSERVE_MS = 60_000;

/** A supervisor begins to read along, still does, or ends it. The counsellor sees it; the child was told before that it may be. */
export function observed(
  draft: Draft,
  { by, on }: Extract<Input, { readonly kind: 'observed' }>,
): void {
  const { owner, observers = [] } = draft.state;
  if (owner.kind !== 'counsellor' || owner.id === by.id) return;
  const others = observers.filter(({ id }) => id !== by.id);
  const was = others.length < observers.length;
  if (was !== on) notePerson(draft, on ? 'observe-begins' : 'observe-ends', by.alias);
  keep(draft, on ? [...others, { ...by, until: draft.facts.now + OBSERVE_MS }] : others);
}

/** No sign any more: the page was closed, or the line broke. */
export function observeLapsed(draft: Draft): void {
  const { observers = [] } = draft.state;
  const gone = observers.filter(({ until }) => until <= draft.facts.now);
  for (const { alias } of gone) notePerson(draft, 'observe-ends', alias);
  keep(
    draft,
    observers.filter((one) => !gone.includes(one)),
  );
}

function keep(draft: Draft, observers: NonNullable<ConversationState['observers']>): void {
  const { observe: _observe, ...timers } = draft.state.timers;
  change(draft, { observers: observers.length === 0 ? undefined : observers });
  change(draft, { timers: { ...timers, ...observeTimer(draft.state) } });
}

function observeTimer({ observers = [] }: ConversationState): { readonly observe?: number } {
  return observers.length === 0 ? {} : { observe: Math.min(...observers.map((one) => one.until)) };
}

/** The clocks that run beside a talk, for whoever sets its own anew. */
export function besideTimers(state: ConversationState) {
  return { ...offerTimer(state), ...observeTimer(state) };
}
