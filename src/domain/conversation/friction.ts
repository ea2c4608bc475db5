import type { ConversationState } from './state.ts';

/** Why an address may rest for a while. A closed list: no word about a child is written down. */
export const FRICTION_REASONS = ['many-talks', 'prank', 'silent', 'insults'] as const;
export type FrictionReason = (typeof FRICTION_REASONS)[number];

/** For how long a second person may let it rest, from its beginning (hours). */
export const FRICTION_HOURS = [2, 6, 24] as const;
export type FrictionHours = (typeof FRICTION_HOURS)[number];

/** Never for a child in danger, nor for one of whom somebody or something said so in this talk. */
export function mayRest({
  queue,
  marks,
  escalation,
}: Pick<ConversationState, 'queue' | 'marks' | 'escalation'>): boolean {
  const urgent = queue?.band === 'danger' || queue?.band === 'self-harm' || queue?.raised === true;
  return !urgent && marks.distress === undefined && escalation === undefined;
}
