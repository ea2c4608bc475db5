import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

/** Stands between a client and a server, and can lose a reply after the server has done what was asked. */
export interface CutProxy {
  readonly port: number;
  /** The next time that the server answers after a command with this text came by, the answer is lost with the connection. */
  loseReplyTo(text: string): void;
  /** The next command with this text arrives so much later, with all that follows it, even when its sender gave up. */
  holdBack(text: string, ms: number): void;
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
  let late: { readonly text: string; readonly ms: number } | null = null;

  const server = createServer((client) => {
    if (!open) return void client.destroy();
    const upstream = dial(serverPort, '127.0.0.1');
    let doomed = false;
    let held: Buffer[] | null = null;
    const holdFor = (ms: number): void => {
      held = [];
      setTimeout(() => {
        for (const chunk of held ?? []) upstream.write(chunk);
        held = null;
        if (client.destroyed) upstream.end();
      }, ms);
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        if (held === null) upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (wanted !== null && chunk.includes(wanted)) {
        wanted = null;
        doomed = true;
      }
      if (late !== null && chunk.includes(late.text)) {
        holdFor(late.ms);
        late = null;
      }
      if (held === null) upstream.write(chunk);
      else held.push(chunk);
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
    holdBack(text, ms) {
      late = { text, ms };
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
