let words = '';
let count = 0;

function draw(): void {
  if (words === '') return;
  document.title = count > 0 ? `(${count}) ${words} · Tvear` : `${words} · Tvear`;
}

/** Which screen this is. How many wait stays in front of it, whatever screen comes. */
export function nameTab(screen: string): void {
  words = screen;
  draw();
}

/** How many wait; nobody, and nothing is said of it. */
export function countInTab(waiting: number): void {
  count = waiting;
  draw();
}
