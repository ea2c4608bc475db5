import type { Input, Speaker } from '../conversation/input.ts';
import { OFFER_MS } from '../conversation/offer.ts';
import type { ConversationState } from '../conversation/state.ts';
import { change, type Draft } from './draft.ts';

type Of<K extends Input['kind']> = Extract<Input, { readonly kind: K }>;

/** A later offer takes the place of an earlier one. The child hears nothing of either. */
export function offered(draft: Draft, { by, to, why }: Of<'offered'>): void {
  if (!holds(draft.state, by)) return;
  const until = draft.facts.now + OFFER_MS;
  change(draft, {
    offer: { to, why, until },
    timers: { ...draft.state.timers, offer: until },
  });
  notePerson(draft, `offered-${why}`, to.alias);
}

/** Declined by whoever was asked, or taken back by whoever holds the conversation; anyone else changes nothing. */
export function offerEnded(draft: Draft, { by, how }: Of<'offer-ended'>): void {
  const { offer } = draft.state;
  const may = how === 'declined' ? offer?.to.id === by.id : holds(draft.state, by);
  if (offer !== undefined && may) dropOffer(draft, how);
}

/** Nobody answered: the conversation stays where it is, and both learn of it. */
export function offerLapsed(draft: Draft): void {
  dropOffer(draft, 'lapsed');
}

function dropOffer(draft: Draft, how: 'declined' | 'withdrawn' | 'lapsed'): void {
  const { offer } = draft.state;
  if (offer === undefined) return;
  const { offer: _timer, ...timers } = draft.state.timers;
  change(draft, { offer: undefined, timers });
  notePerson(draft, `offer-${how}`, offer.to.alias);
}

/** Whoever goes on sees from whom and why; the child is told in words of the bundle. */
export function notePerson(draft: Draft, text: string, alias: string): void {
  const line = { from: 'event' as const, text, at: draft.facts.now, alias };
  draft.effects.push({ kind: 'line', line, ref: null });
}

/** The offer's own clock, for whoever sets the timers anew. */
export function offerTimer({ offer }: ConversationState): { readonly offer?: number } {
  return offer === undefined ? {} : { offer: offer.until };
}

function holds({ owner }: ConversationState, by: Speaker): boolean {
  return owner.kind === 'counsellor' && owner.id === by.id;
}
