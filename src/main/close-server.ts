import { once } from 'node:events';
import type { Server } from 'node:http';

/** Longer than a body may take to arrive, well within the drain. */
const LAST_ANSWER_MS = 12_000;

/**
 * The way to close a server: takes nothing new, answers what was asked, then ends every connection.
 *
 * Node alone waits for ever for a connection that has not asked for anything yet (browsers open some ahead), because a
 * closed server no longer looks at its timeouts.
 */
export function closerOf(server: Server): () => Promise<void> {
  let answering = 0;
  let closing = false;
  const endAll = () => {
    if (closing && answering === 0) server.closeAllConnections();
  };
  server.on('request', (_request, response) => {
    answering += 1;
    response.once('close', () => {
      answering -= 1;
      endAll();
    });
  });
  return async () => {
    const closed = once(server, 'close');
    closing = true;
    server.close();
    endAll();
    const last = setTimeout(() => server.closeAllConnections(), LAST_ANSWER_MS);
    await closed;
    clearTimeout(last);
  };
}
