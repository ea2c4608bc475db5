import { BOT, type Owner, QUEUE } from '../../../src/domain/conversation/owner.ts';
import type {
  Accept,
  AddressKey,
  Commit,
  ConversationId,
  ConversationStore,
  Lease,
  Reassign,
  Sealed,
  Turn,
  WrappedKey,
} from '../../../src/ports/conversation-store.ts';

/** A real store with a clock that only the test moves. */
export interface StoreHarness {
  /** The open store; another one after `reopen`. */
  readonly store: ConversationStore;
  advance(ms: number): Promise<void>;
  /** Closes it and opens it again on the same data, as the next process would. */
  reopen(): Promise<void>;
  /** All that the store holds, keys and values, as one text. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

export type OpenStore = () => Promise<StoreHarness>;

export const LEASE: Lease = { worker: 'worker-1', ms: 30_000 };
export const HOUR_MS = 3_600_000;

let counted = 0;

/** A different number with each call, so that no name of a test is used twice. */
export function fresh(): number {
  counted += 1;
  return counted;
}

export function anAddress(): AddressKey {
  return `p07.address${fresh()}` as AddressKey;
}

export function anId(): ConversationId {
  return `p07.conversation${fresh()}` as ConversationId;
}

export function sealed(what: string): Sealed {
  return `sealed-${what}-${fresh()}` as Sealed;
}

/** An input of a child; each has its own dedupe name. */
export function fromChild(address: AddressKey, over: Partial<Accept> = {}): Accept {
  return {
    to: { address, candidate: anId() },
    dedupe: `message${fresh()}`,
    dedupeMs: 8 * 24 * HOUR_MS,
    input: sealed('input'),
    lease: LEASE,
    ...over,
  };
}

/** An input of the staff, or of the server itself. */
export function toConversation(id: ConversationId, over: Partial<Accept> = {}): Accept {
  return { ...fromChild(anAddress(), over), to: { id } };
}

/** Commits nothing but a new state; everything else as the test says. */
export function commitOf(turn: Turn, over: Partial<Commit> = {}): Commit {
  return {
    id: turn.id,
    epoch: turn.epoch,
    version: turn.stored?.version ?? 0,
    removes: turn.input === null ? { due: turn.due ?? 0 } : { input: turn.input.seq },
    state: sealed('state'),
    key: `key-${fresh()}` as WrappedKey,
    clear: { owner: BOT, language: 'km', band: null, skill: null },
    waiting: null,
    due: null,
    deadAt: Number.MAX_SAFE_INTEGER,
    clearOutbox: false,
    outbox: [],
    push: true,
    forgetLines: [],
    lines: [],
    keepLines: 100,
    live: true,
    successor: anId(),
    record: null,
    purge: false,
    send: null,
    lease: null,
    ...over,
  };
}

export function owned(owner: Owner): Commit['clear'] {
  return { owner, language: 'en', band: 'abuse', skill: null };
}

export function counsellor(id: string): Owner {
  return { kind: 'counsellor', id };
}

export function reassignOf(id: ConversationId, over: Partial<Reassign> = {}): Reassign {
  return {
    id,
    from: QUEUE,
    to: counsellor('c1'),
    waiting: null,
    dedupe: `act${fresh()}`,
    dedupeMs: HOUR_MS,
    input: sealed('act'),
    lease: null,
    ...over,
  };
}

/** Takes one input in and answers its turn. */
export async function turnFrom(store: ConversationStore, entry: Accept): Promise<Turn> {
  const [accepted] = await store.accept([entry]);
  if (accepted?.kind !== 'leased') throw new Error(`expected a turn, got ${accepted?.kind}`);
  return accepted.turn;
}

export async function commitOne(store: ConversationStore, commit: Commit) {
  const [committed] = await store.commit([commit]);
  if (!committed?.ok) throw new Error('expected the commit to be taken');
  return committed;
}

/** A conversation whose first turn is over and which nobody holds. */
export async function aConversation(
  store: ConversationStore,
  over: Partial<Commit> = {},
): Promise<{ readonly id: ConversationId; readonly address: AddressKey; readonly commit: Commit }> {
  const address = anAddress();
  const turn = await turnFrom(store, fromChild(address));
  const commit = commitOf(turn, over);
  await commitOne(store, commit);
  return { id: turn.id, address, commit };
}

/** A conversation in the waiting list. */
export async function aWaiting(
  store: ConversationStore,
  score: number,
  over: Partial<Commit> = {},
) {
  return await aConversation(store, { clear: owned(QUEUE), waiting: score, ...over });
}

/** Takes every turn that can be had now, with the given change, and answers their inputs in order. */
export async function drain(
  store: ConversationStore,
  over: Partial<Commit> = {},
): Promise<readonly string[]> {
  const inputs: string[] = [];
  for (let round = 0; round < 1000; round += 1) {
    const { turns } = await store.sweep(LEASE, 100);
    if (turns.length === 0) return inputs;
    for (const turn of turns) {
      if (turn.input !== null) inputs.push(turn.input.body);
      await commitOne(store, commitOf(turn, over));
    }
  }
  throw new Error('the store never ran dry');
}
