import { conversationStoreContract } from '../../contracts/conversation-store.contract.ts';
import { documentsContract } from '../../contracts/documents.contract.ts';
import { openSqlite } from './harness.ts';

conversationStoreContract('SQLite', openSqlite);
documentsContract('SQLite', openSqlite);
