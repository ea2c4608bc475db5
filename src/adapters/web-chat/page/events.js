/**
 * Reads server-sent events out of pieces of text.
 *
 * @param {(event: string, data: string) => void} onEvent
 */
export function reader(onEvent) {
  let rest = '';
  return (/** @type {string} */ piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() || '';
    for (const block of blocks) {
      const event = field(block, 'event: ');
      if (event !== '') onEvent(event, field(block, 'data: '));
    }
  };
}

/**
 * @param {string} block
 * @param {string} name
 */
function field(block, name) {
  const line = block.split('\n').find((one) => one.startsWith(name));
  return line ? line.slice(name.length) : '';
}
