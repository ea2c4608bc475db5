import { join } from 'node:path';
import { CONTROL_SOCKET } from '../adapters/control/protocol.ts';
import {
  type ControlHandlers,
  type ControlServer,
  isAnswered,
  serveControl,
} from '../adapters/control/serve-control.ts';
import type { Settings } from '../config/settings.ts';

const NOTHING_SERVED: ControlServer = { close: async () => undefined };

/**
 * Opens the socket of the command line. Processes that share a store share a DATA_DIR, too: one that works through the queue
 * has the socket, the others have none. Without a shared store a second process is refused.
 */
export async function openControl(
  { DATA_DIR, REDIS_URL, ROLE }: Settings,
  commands: ControlHandlers,
): Promise<ControlServer> {
  const path = join(DATA_DIR, CONTROL_SOCKET);
  if (ROLE === 'web') return NOTHING_SERVED;
  if (REDIS_URL !== undefined && (await isAnswered(path))) return NOTHING_SERVED;
  return serveControl(path, commands);
}
