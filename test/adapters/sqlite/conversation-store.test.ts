import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALIAS_MS } from '../../../src/adapters/sqlite/address-table.ts';
import { sqliteConversationStore } from '../../../src/adapters/sqlite/conversation-store.ts';
import { type Database, openDatabase } from '../../../src/adapters/sqlite/open-database.ts';
import {
  aConversation,
  anAddress,
  commitOf,
  fromChild,
  LEASE,
  sealed,
  turnFrom,
} from '../../contracts/conversation-store/harness.ts';

describe('sqliteConversationStore', () => {
  let dir = '';
  let database: Database;
  let now = 0;
  beforeEach(() => {
    now = Date.UTC(2026, 0, 1);
    dir = mkdtempSync(join(tmpdir(), 'tvear-store-'));
    database = openDatabase(dir);
  });
  afterEach(() => {
    database.close();
    rmSync(dir, { recursive: true });
  });

  const open = () => sqliteConversationStore({ database, clock: () => now });

  it('takes an array of inputs in as a whole or not at all, and lets the others of the tick pass', async () => {
    const store = open();
    const { id } = await aConversation(store, { live: false });
    const clash = fromChild(anAddress(), { lease: null });
    const taken = { ...clash, to: { address: anAddress(), candidate: id } };
    const [good, bystander] = [fromChild(anAddress()), fromChild(anAddress())];

    const results = await Promise.allSettled([
      store.accept([good, taken]),
      store.accept([bystander]),
    ]);

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    const again = await store.accept([good, bystander]);
    expect(again.map(({ kind }) => kind)).toEqual(['leased', 'duplicate']);
  });

  it('tells nobody of a turn that was not made durable', async () => {
    const store = open();
    const turn = await turnFrom(store, fromChild(anAddress()));
    const record = sealed('record');
    await aConversation(store, { record });
    const heard: string[] = [];
    store.subscribe(({ id }) => heard.push(id));

    await expect(store.commit([commitOf(turn, { record })])).rejects.toThrow(/UNIQUE/);
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(heard).toEqual([]);
    expect(await store.get(turn.id)).toBeNull();
  });

  it('names no value of a row in an error', async () => {
    const store = open();
    const record = sealed('record');
    await aConversation(store, { record });
    const turn = await turnFrom(store, fromChild(anAddress()));

    const refused = await store
      .commit([commitOf(turn, { record })])
      .catch((error: unknown) => error);

    expect(String(refused)).not.toContain(record);
    expect(String(refused)).not.toContain(turn.id);
  });

  it('knows a message that came to the address that gave way, when two histories are joined', async () => {
    const store = open();
    const [primary, secondary] = [fromChild(anAddress()), fromChild(anAddress())];
    await store.accept([primary, secondary]);
    const addresses = [primary, secondary].flatMap(({ to }) =>
      'address' in to ? [to.address] : [],
    );
    const [one = anAddress(), two = anAddress()] = addresses;

    await store.link(one, two);

    const again = await store.accept([primary, secondary, { ...secondary, to: primary.to }]);
    expect(again.map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate', 'duplicate']);
  });

  it('forgets a link that nobody used for a month, but not one that is in use', async () => {
    const store = open();
    const [unused, used, live] = [anAddress(), anAddress(), anAddress()];
    await store.link(anAddress(), unused);
    const root = await store.link(anAddress(), used);
    const ended = await turnFrom(store, fromChild(used));
    await store.commit([commitOf(ended, { live: false })]);
    const { address } = await aConversation(store);
    await store.link(address, live);
    now += ALIAS_MS - 1;
    const touched = await turnFrom(store, fromChild(used));
    await store.commit([commitOf(touched, { live: false })]);
    now += 1;

    await store.sweep(LEASE, 10);

    expect(await store.canonical(unused)).toBe(unused);
    expect(await store.canonical(used)).toBe(root);
    expect(await store.canonical(live)).toBe(address);
  });
});
