/** Whoever may speak in a conversation; nobody else can. A conversation has exactly one. */
export type Owner =
  | { readonly kind: 'bot' }
  | { readonly kind: 'queue' }
  | { readonly kind: 'counsellor'; readonly id: string }
  | { readonly kind: 'nobody' };

export const BOT: Owner = { kind: 'bot' };
export const QUEUE: Owner = { kind: 'queue' };
/** An ended conversation. */
export const NOBODY: Owner = { kind: 'nobody' };

export function sameOwner(a: Owner, b: Owner): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== 'counsellor' || (b.kind === 'counsellor' && a.id === b.id);
}
