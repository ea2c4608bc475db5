import type { ShortcutAct } from './shortcuts.ts';

type DeskAct = Exclude<ShortcutAct, 'help' | 'palette' | 'hide'>;

/** Does what a key stands for, on the screen as it is. Nothing happens where there is nothing to do it with. */
export function doAtDesk(act: DeskAct): void {
  if (act === 'next') return move(1);
  if (act === 'previous') return move(-1);
  if (act === 'claim') return claim();
  const where = { reply: '.reply textarea', note: '#note-text', canned: '#canned-search' }[act];
  if (act === 'canned' && !document.querySelector(where)) {
    document.querySelector<HTMLElement>('[data-opens="canned"]')?.click();
    return;
  }
  document.querySelector<HTMLElement>(where)?.focus();
}

/** Every card has one thing that can be focused: the link of my own, the button of a waiting one. */
function stops(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.card .card-link, .card .claim')];
}

function move(by: 1 | -1): void {
  const all = stops();
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
}

const FREE = '.queue-waiting .card:not([data-over])';

/** The waiting child in focus, else the first, who has waited longest of the most urgent; rather one whose language I write. */
function claim(): void {
  const focused = document.activeElement;
  const button = focused?.matches('.card .claim')
    ? (focused as HTMLElement)
    : (document.querySelector<HTMLElement>(`${FREE}:not([data-for-others]) .claim`) ??
      document.querySelector<HTMLElement>(`${FREE} .claim`));
  button?.click();
}
