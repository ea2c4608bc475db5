import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';
import { sqliteConversationStore } from '../../src/adapters/sqlite/conversation-store.ts';
import { sqliteDocuments } from '../../src/adapters/sqlite/documents.ts';
import { openDatabase } from '../../src/adapters/sqlite/open-database.ts';
import { fileVault } from '../../src/adapters/vault/file-vault.ts';
import { WEB_CHAT_CAPS, webChatChannel } from '../../src/adapters/web-chat/channel.ts';
import { acceptEvents } from '../../src/app/accept.ts';
import { type Core, DEFAULT_LIMITS } from '../../src/app/core.ts';
import { deliver } from '../../src/app/deliver.ts';
import { lanesOf } from '../../src/app/delivery/lanes.ts';
import type { DeskFacts } from '../../src/app/desk-facts.ts';
import { directory, seedServices } from '../../src/app/services.ts';
import { settleOverdue, sweep } from '../../src/app/sweep.ts';
import { noteWorker } from '../../src/app/workers.ts';
import type { Input } from '../../src/domain/conversation/input.ts';
import { background } from '../../src/main/background.ts';
import type { Channel, Delivery, OutCall } from '../../src/ports/channel.ts';
import type { ConversationStore } from '../../src/ports/conversation-store.ts';
import type { Documents } from '../../src/ports/documents.ts';
import type { LogEvent, LogFields } from '../../src/ports/log.ts';

/**
 * The use cases on real parts (SQLite, vault, the repository's bundle) in this process. Only the platform is a double,
 * and the clock is the test's.
 */
export async function appWorld(options: WorldOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tvear-app-'));
  const database = openDatabase(join(folder, 'data'));
  let shift = 0;
  const clock = () => Date.now() + shift;
  const own = sqliteConversationStore({ database, clock });
  const store = (await options.storeOf?.(clock)) ?? own;
  const documents = options.documentsOf?.(clock) ?? sqliteDocuments({ database, clock });
  const vault = await fileVault({ keyDir: join(folder, 'keys'), documents, monotonicMs: clock });
  await vault.tend(clock());
  const loaded = await loadBundle('.');
  if (!loaded.ok) throw new Error('the bundle of the repository does not load');
  const { bundle, services } = loaded.value;
  await seedServices(documents, services);
  await noteWorker(documents, 'test', await store.now());

  const logged: { readonly event: LogEvent; readonly fields: LogFields }[] = [];
  const write = (event: LogEvent, fields: LogFields = {}) => void logged.push({ event, fields });
  const log = { info: write, warn: write, error: write };
  const work = background(log);
  const sent: OutCall[] = [];
  const cleared: { readonly to: string; readonly ids: readonly string[] }[] = [];
  let answer: (call: OutCall) => Answer = () => ({ ok: true, messageIds: [`m${sent.length}`] });
  let answerClear: () => Delivery = () => ({ ok: true, messageIds: [] });
  const channel: Channel = {
    id: options.channel ?? 'telegram',
    caps: { ...WEB_CHAT_CAPS, standing: 'text', merge: true },
    push: options.push ?? true,
    tells: options.tells ?? false,
    pace: null,
    async deliver(call) {
      const said = await answer(call);
      if (said.ok) sent.push(call);
      return said;
    },
    async clear(to, ids) {
      const said = answerClear();
      if (said.ok) cleared.push({ to: to.id, ids });
      return said;
    },
  };
  let desk: DeskFacts = { desk: 'open', wait: { from: 0, to: 5 }, hours: null, deserted: false };
  const channels = new Map([channel, webChatChannel()].map((one) => [one.id, one]));
  const core: Core = {
    mode: options.mode ?? 'demo',
    store,
    documents,
    vault,
    bundles: { current: () => bundle, of: () => bundle },
    services: directory(documents, options.mode ?? 'demo', () => store.now()),
    channels,
    lanes: lanesOf({ channels, sendLeaseMs: DEFAULT_LIMITS.sendLeaseMs, clock }),
    log,
    deskFacts: async () => desk,
    hold: options.hold ?? null,
    limits: DEFAULT_LIMITS,
    random: (length) => randomBytes(length).toString('base64url').slice(0, length),
    send: (outgoing, known) => work.run(() => deliver(core, outgoing, known)),
    background: work.run,
    worker: 'test',
  };

  let count = 0;
  const nextEvent = () => {
    count += 1;
    return `e${count}`;
  };
  const world = {
    core,
    sent,
    logged,
    cleared,
    texts: () => sent.flatMap(({ rendered }) => rendered.texts),
    answerWith(next: (call: OutCall) => Answer) {
      answer = next;
    },
    answerClearWith(next: () => Delivery) {
      answerClear = next;
    },
    desk(next: Partial<DeskFacts>) {
      desk = { ...desk, ...next };
    },
    /** One input of a child, its turn and its delivery. */
    async child(id: string, input: Input, at: number | null = null, event = nextEvent()) {
      const address = { channel: channel.id, id };
      await acceptEvents(core, [{ address, id: event, at, input, messageId: `c-${event}` }]);
      await work.idle();
    },
    async says(id: string, ...words: readonly string[]) {
      for (const text of words) await world.child(id, { kind: 'text', text, ref: text });
    },
    async advance(ms: number) {
      shift += ms;
      await noteWorker(documents, 'test', await store.now());
      await settleOverdue(core);
      await vault.tend(clock());
      while ((await sweep(core)) > 0) await work.idle();
      await work.idle();
    },
    /** Another process destroyed the keys while nobody took turns; then the sweep comes back. */
    async outage(ms: number) {
      shift += ms;
      await vault.tend(clock());
      while ((await sweep(core)) > 0) await work.idle();
    },
    /** Time goes by, and no process of ours is there to see it. */
    async later(ms: number) {
      shift += ms;
      await vault.tend(clock());
    },
    idle: () => work.idle(),
    now: clock,
    async close() {
      await work.idle();
      await store.close();
      if (store !== own) await own.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

export interface WorldOptions {
  readonly mode?: Core['mode'];
  readonly hold?: Core['hold'];
  /** The platform; Telegram unless it matters. */
  readonly channel?: Channel['id'];
  /** The conversations in another store. */
  readonly storeOf?: (clock: () => number) => Promise<ConversationStore>;
  /** The cold rest in another store. */
  readonly documentsOf?: (clock: () => number) => Documents;
  /** False: nobody sends us anything but pages. */
  readonly push?: boolean;
  /** Whether the platform tells afterwards of what it took. */
  readonly tells?: boolean;
}

type Answer = Delivery | Promise<Delivery>;

export type AppWorld = Awaited<ReturnType<typeof appWorld>>;
