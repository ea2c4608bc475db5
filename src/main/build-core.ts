import { randomBytes } from 'node:crypto';
import { loadBundle } from '../adapters/bundle-files/load-bundle.ts';
import { type FileVault, fileVault } from '../adapters/vault/file-vault.ts';
import { claimsLastHour } from '../app/claims.ts';
import { type Core, DEFAULT_LIMITS } from '../app/core.ts';
import { deliver } from '../app/deliver.ts';
import { lanesOf } from '../app/delivery/lanes.ts';
import { notePause, UNKNOWN_SHARE } from '../app/delivery/senders.ts';
import { deskFacts } from '../app/desk-facts.ts';
import { directory, seedServices } from '../app/services.ts';
import { type DeskPerson, deskPeople } from '../app/staff/presence.ts';
import { hasWorker } from '../app/workers.ts';
import type { Settings } from '../config/settings.ts';
import { deskHours } from '../domain/queue/hours.ts';
import { segmentsKhmer } from '../domain/text/phrase.ts';
import type { Log } from '../ports/log.ts';
import type { Vault } from '../ports/vault.ts';
import type { Background } from './background.ts';
import { tendKeys } from './jobs.ts';
import { type Channels, openChannels } from './open-channels.ts';
import { openStores, type Stores } from './open-stores.ts';
import { tellOf } from './tell-of.ts';
import type { Patient } from './until-store.ts';

export interface Built {
  readonly core: Core;
  readonly channels: Channels;
  /** Texts of the bundle that no native reader has signed. */
  readonly unreviewed: number;
  /** Flows of the bundle that nobody answers for as they stand. */
  readonly unsigned: number;
  /** What the Redis server's settings leave unsafe; each says why, and how to mend it. */
  readonly unsafe: readonly string[];
  /** Of the desk's hours. */
  readonly zone: string;
}

/** Builds everything that needs no socket. Throws an error that says what to do. */
export async function buildCore(
  settings: Settings,
  {
    log,
    work,
    patient,
  }: { readonly log: Log; readonly work: Background; readonly patient: Patient },
): Promise<Built & { readonly vault: FileVault }> {
  const content = await readContent(settings);
  const stores = await patient(() => openStores(settings, log));
  const { documents } = stores;
  const vault = await patient(() => fileVault({ keyDir: settings.KEY_DIR, documents }));
  await patient(() => seedServices(documents, content.services));
  const built = await assemble(settings, { content, stores, vault }, { log, work });
  await patient(() => tendKeys(built.core));
  return { ...built, vault };
}

type Content = Extract<Awaited<ReturnType<typeof loadBundle>>, { readonly ok: true }>['value'];

/** Flows, texts, hours and first services. Throws with every mistake in them. */
export async function readContent({ BUNDLE_DIR }: Settings): Promise<Content> {
  if (!segmentsKhmer()) throw new Error(NO_KHMER);
  const loaded = await loadBundle(BUNDLE_DIR);
  if (!loaded.ok) throw new BundleError(loaded.error.map(printProblem));
  return loaded.value;
}

interface Parts {
  readonly content: Content;
  readonly stores: Stores;
  readonly vault: Vault;
}

/** Puts the core together; asks the store for nothing. */
export async function assemble(
  settings: Settings,
  { content, stores: { store, documents, unsafe }, vault }: Parts,
  { log, work }: { readonly log: Log; readonly work: Background },
): Promise<Built> {
  const { bundle, unreviewed, unsigned, hours } = content;
  const told = tellOf({ store, documents, log, background: work.run });
  const channels = await openChannels(settings, vault, told);
  const seconds = 1000;
  const limits = {
    ...DEFAULT_LIMITS,
    idleMs: settings.IDLE_SECONDS * seconds,
    retentionMs: settings.TRANSCRIPT_RETENTION_SECONDS * seconds,
  };
  const core: Core = {
    mode: settings.MODE,
    store,
    documents,
    vault,
    bundles: { current: () => bundle, of: () => bundle },
    services: directory(documents, settings.MODE, () => store.now()),
    channels: channels.byId,
    lanes: lanesOf({
      channels: channels.byId,
      free: settings.SEND_PACE === 'free',
      sendLeaseMs: limits.sendLeaseMs,
      clock: () => performance.now(),
      // On a store that others may share, until it is known how many they are.
      processes: settings.REDIS_URL === undefined ? 1 : UNKNOWN_SHARE,
      onPause: (channel, ms) => work.run(() => notePause(core, channel, ms)),
    }),
    log,
    deskFacts: deskFacts({
      now: () => store.now(),
      people: async (now) => onDuty(core, await deskPeople(documents, now)),
      waiting: () => store.waitingScores(),
      claimsLastHour: (now) => claimsLastHour({ documents }, now),
      hours: (now) => deskHours(hours, now),
      worked: (now) => hasWorker(documents, now),
    }),
    hold: holdOf(settings),
    limits,
    random: (characters) => randomBytes(characters).toString('base64url').slice(0, characters),
    send: (outgoing, known) => work.run(() => deliver(core, outgoing, known)),
    background: work.run,
    worker: randomBytes(4).toString('hex'),
  };
  return { core, channels, unreviewed, unsigned: unsigned.length, unsafe, zone: hours.zone };
}

function onDuty({ store, limits }: Core, people: readonly DeskPerson[]) {
  const available = people.filter((person) => person.available);
  return Promise.all(
    available.map(async ({ id, writes }) => {
      const held = await store.heldBy(id);
      return { free: Math.max(0, limits.capacity - held.length), writes };
    }),
  );
}

function holdOf({ HOLD_SIGN_OFF, HOLD_HOURS }: Settings): Core['hold'] {
  return HOLD_SIGN_OFF === undefined ? null : { hours: HOLD_HOURS, signOff: HOLD_SIGN_OFF };
}

/** A Node built with little of ICU cannot cut Khmer into words, and would miss what a child writes. */
const NO_KHMER =
  'This Node lacks the words of Khmer (ICU data): use the Node that npm installs here.';

/** The bundle has mistakes; every one of them with file, line and what to do. */
export class BundleError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('the flows or texts have mistakes');
    this.name = 'BundleError';
    this.problems = problems;
  }
}

function printProblem(problem: {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly mend: string;
}): string {
  return `${problem.file}:${problem.line}: ${problem.what}. ${problem.mend}`;
}
