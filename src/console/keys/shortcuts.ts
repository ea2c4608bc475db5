/**
 * What a key can do, and where: anywhere at the desk, in a box that is written in, on the cover. The handlers, the help and
 * the palette are made from this one table.
 */
export const SHORTCUTS = [
  { act: 'next', on: 'desk', keys: ['j'] },
  { act: 'previous', on: 'desk', keys: ['k'] },
  { act: 'claim', on: 'desk', keys: ['c'] },
  { act: 'reply', on: 'desk', keys: ['r'] },
  { act: 'note', on: 'desk', keys: ['n'] },
  { act: 'canned', on: 'desk', keys: ['/'] },
  { act: 'send', on: 'box', keys: ['Control+Enter', 'Meta+Enter'] },
  { act: 'hide', on: 'desk', keys: ['F8'] },
  { act: 'show', on: 'cover', keys: ['F8'] },
  { act: 'palette', on: 'desk', keys: ['Control+k', 'Meta+k'] },
  { act: 'help', on: 'desk', keys: ['?'] },
] as const satisfies readonly {
  readonly act: string;
  readonly on: 'desk' | 'box' | 'cover';
  readonly keys: readonly string[];
}[];

type Shortcut = (typeof SHORTCUTS)[number];
type DeskShortcut = Extract<Shortcut, { readonly on: 'desk' }>;
export type ShortcutAct = DeskShortcut['act'];

export const DESK_SHORTCUTS = SHORTCUTS.filter(
  (shortcut): shortcut is DeskShortcut => shortcut.on === 'desk',
);

/** The key itself, as the browser tells it. */
export interface Key {
  readonly key: string;
  /** Its place on the keyboard, whatever is printed on it. */
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export interface Pressed extends Key {
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
  const found = DESK_SHORTCUTS.find((shortcut) => hasKey(shortcut, name));
  if (found === undefined) return null;
  if (pressed.dialog && found.act !== 'hide') return null;
  const single = name.length === 1;
  return single && (pressed.writing || !letters) ? null : found.act;
}

/** Whether this key is the one of that act. */
export function isKeyOf(act: Shortcut['act'], key: Key): boolean {
  const name = nameOf(key);
  return SHORTCUTS.some((shortcut) => shortcut.act === act && hasKey(shortcut, name));
}

const hasKey = ({ keys }: Shortcut, name: string) => keys.some((key) => key === name);

function nameOf(pressed: Key): string {
  const { ctrlKey, metaKey } = pressed;
  const key = latin(pressed);
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (ctrlKey) return `Control+${name}`;
  return metaKey ? `Meta+${name}` : name;
}

const NOT_LATIN = /^[^ -\u024f]+$/;

/** On a keyboard that writes Khmer the place of the key counts, for no key there gives a Latin letter. */
function latin({ key, code, shiftKey }: Key): string {
  if (!NOT_LATIN.test(key)) return key;
  if (code === 'Slash') return shiftKey ? '?' : '/';
  return /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
}
