import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

/** Stands between a client and a server, and can lose a reply after the server has done what was asked. */
export interface CutProxy {
  readonly port: number;
  /** The next time that the server answers after a command with this text came by, the answer is lost with the connection. */
  loseReplyTo(text: string): void;
  /** How many answers were lost. */
  lost(): number;
  /** Drops every connection and takes no new one until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** @param lagMs - How long every answer takes longer than it would. */
export async function cutProxy(serverPort: number, lagMs = 0): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let [wanted, lost, open]: [string | null, number, boolean] = [null, 0, true];

  const server = createServer((client) => {
    if (!open) return void client.destroy();
    const upstream = dial(serverPort, '127.0.0.1');
    let doomed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (wanted !== null && chunk.includes(wanted)) {
        wanted = null;
        doomed = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (!doomed && lagMs > 0) return void setTimeout(() => client.write(chunk), lagMs);
      if (!doomed) return void client.write(chunk);
      lost += 1;
      client.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const cut = (): void => {
    open = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    loseReplyTo: (text) => {
      wanted = text;
    },
    lost: () => lost,
    cut,
    mend: () => {
      open = true;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
