import { once } from 'node:events';
import { createServer, connect as dial } from 'node:net';

/** Stands before a server and lets it say that it is of version 6. Answers its port and the way to end it. */
export async function olderRedis(serverPort: number) {
  const server = createServer((client) => {
    const upstream = dial(serverPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      // As long as before: the length of the reply stands in front of it.
      const said = chunk.toString('latin1').replace(/(\r?\nredis_version:)\d/, '$16');
      client.write(said, 'latin1');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
