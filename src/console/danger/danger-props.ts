import type { Conversation } from '../api/types.ts';

export interface DangerProps {
  readonly conversation: Conversation;
  readonly escalation: NonNullable<Conversation['escalation']>;
}
