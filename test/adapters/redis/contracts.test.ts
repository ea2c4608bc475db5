import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationStoreContract } from '../../contracts/conversation-store.contract.ts';
import { documentsContract } from '../../contracts/documents.contract.ts';
import { INSTALLED, type RedisServer, startRedis } from '../../support/redis-server.ts';
import { openRedis } from './harness.ts';

it('runs on at least one server', () => {
  expect(INSTALLED).not.toEqual([]);
});

for (const program of INSTALLED) {
  describe(`with ${program}`, () => {
    let server: RedisServer | null = null;
    beforeAll(async () => {
      server = await startRedis(program);
    });
    afterAll(async () => {
      await server?.stop();
    });
    const open = async () => {
      if (server === null) throw new Error('the server is not running');
      return await openRedis(server);
    };

    conversationStoreContract(program, open);
    documentsContract(program, open);
  });
}
