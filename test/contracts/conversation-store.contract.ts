import { afterEach, beforeEach, describe } from 'vitest';
import { acceptContract } from './conversation-store/accept.ts';
import { begunContract } from './conversation-store/begun.ts';
import { commitContract } from './conversation-store/commit.ts';
import type { OpenStore, StoreHarness } from './conversation-store/harness.ts';
import { linkContract } from './conversation-store/links.ts';
import { longLineContract } from './conversation-store/long-line.ts';
import { modelContract } from './conversation-store/model.ts';
import { outboxContract } from './conversation-store/outbox.ts';
import { purgeContract } from './conversation-store/purge.ts';
import { reassignContract } from './conversation-store/reassign.ts';
import { sweepContract } from './conversation-store/sweep.ts';
import { takenContract } from './conversation-store/taken.ts';

/**
 * What every ConversationStore promises. Each test gets an empty store of its own, with a clock that stands
 * still unless the test moves it.
 */
export function conversationStoreContract(adapter: string, open: OpenStore): void {
  describe(`ConversationStore on ${adapter}`, () => {
    let harness: StoreHarness | null = null;
    const at = (): StoreHarness => {
      if (harness === null) throw new Error('the store is not open');
      return harness;
    };
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(async () => {
      await harness?.close();
      harness = null;
    });

    acceptContract(at);
    commitContract(at);
    outboxContract(at);
    takenContract(at);
    begunContract(at);
    purgeContract(at);
    reassignContract(at);
    longLineContract(at);
    sweepContract(at);
    linkContract(at);
    modelContract(at);
  });
}
