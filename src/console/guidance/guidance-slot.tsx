import { late } from '../shell/late.tsx';

/** Beside the chat, loaded when a conversation is open. */
export const GuidanceSlot = late(async () => (await import('./guidance-panel.tsx')).GuidancePanel);
