/** What a key can do. The handler, the help and the palette are made from this one table. */
export const SHORTCUTS = [
  { act: 'next', keys: ['j'] },
  { act: 'previous', keys: ['k'] },
  { act: 'claim', keys: ['c'] },
  { act: 'reply', keys: ['r'] },
  { act: 'note', keys: ['n'] },
  { act: 'canned', keys: ['/'] },
  { act: 'hide', keys: ['F8'] },
  { act: 'palette', keys: ['Control+k', 'Meta+k'] },
  { act: 'help', keys: ['?'] },
] as const satisfies readonly { readonly act: string; readonly keys: readonly string[] }[];

export type ShortcutAct = (typeof SHORTCUTS)[number]['act'];

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** A word is still being composed (Khmer keyboards). */
  readonly composing: boolean;
  /** The focus is where text is written. */
  readonly writing: boolean;
  /** A dialog is open: it has its own keys. */
  readonly dialog: boolean;
}

/**
 * What a pressed key means. A single letter or sign means nothing while somebody writes, and nothing at all when it is
 * switched off; no key closes, releases or sends anything.
 */
export function actOf(pressed: Pressed, letters: boolean): ShortcutAct | null {
  if (pressed.composing || pressed.altKey) return null;
  const name = nameOf(pressed);
  const found = SHORTCUTS.find(({ keys }) => keys.some((key) => key === name));
  if (found === undefined) return null;
  if (pressed.dialog && found.act !== 'hide') return null;
  const single = name.length === 1;
  return single && (pressed.writing || !letters) ? null : found.act;
}

function nameOf({ key, ctrlKey, metaKey }: Pressed): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (ctrlKey) return `Control+${name}`;
  return metaKey ? `Meta+${name}` : name;
}
