/**
 * What a change causes for everyone at once is done one at a time, each in a turn of its own of the event loop. An act that
 * arrives meanwhile is taken up between two of them and does not wait behind hundreds. There is one loop, so one line.
 */
const line: (() => void)[] = [];
let moving = false;

export function inTurn(): Promise<void> {
  return new Promise((resolve) => {
    line.push(resolve);
    if (moving) return;
    moving = true;
    setImmediate(move);
  });
}

function move(): void {
  line.shift()?.();
  moving = line.length > 0;
  if (moving) setImmediate(move);
}
