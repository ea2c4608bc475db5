import { sqliteConversationStore } from '../adapters/sqlite/conversation-store.ts';
import { sqliteDocuments } from '../adapters/sqlite/documents.ts';
import { openDatabase } from '../adapters/sqlite/open-database.ts';
import type { Settings } from '../config/settings.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';
import type { Documents } from '../ports/documents.ts';

export interface Stores {
  readonly store: ConversationStore;
  readonly documents: Documents;
}

/** Opens both stores where the settings say. Throws an error that says what to do. */
export async function openStores(settings: Pick<Settings, 'DATA_DIR'>): Promise<Stores> {
  const database = openDatabase(settings.DATA_DIR);
  return {
    store: sqliteConversationStore({ database }),
    documents: sqliteDocuments({ database }),
  };
}
