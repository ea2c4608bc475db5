import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Owner, QUEUE, sameOwner } from '../../../src/domain/conversation/owner.ts';
import type {
  AddressKey,
  ConversationId,
  Outgoing,
  Turn,
} from '../../../src/ports/conversation-store.ts';
import {
  anAddress,
  commitOf,
  counsellor,
  fromChild,
  LEASE,
  owned,
  reassignOf,
  type StoreHarness,
  sealed,
} from './harness.ts';

/** What a store does, said as simply as it can be: plain values, one after the other, no adapter's cleverness. */
interface Conversation {
  readonly address: AddressKey;
  version: number;
  owner: Owner | null;
  waiting: number | null;
  epoch: number;
  leaseUntil: number | null;
  /** Bodies in order; `seq` is the number of the first. */
  inputs: string[];
  seq: number;
}

interface Outbox {
  items: string[];
  epoch: number;
  leaseUntil: number | null;
  purged: boolean;
}

interface Model {
  now: number;
  readonly talks: Map<ConversationId, Conversation>;
  readonly boxes: Map<ConversationId, Outbox>;
  readonly live: Map<AddressKey, ConversationId>;
  readonly seen: Set<string>;
}

const free = (row: { leaseUntil: number | null }, now: number) =>
  row.leaseUntil === null || row.leaseUntil <= now;

/** Bodies of what staff did: they stay where they were. */
const staff = new Set<string>();

/** `<id> <epoch> <version> <seq> <body>`, or null when there is nothing to lease. */
function lease(model: Model, id: ConversationId, epoch: number): string | null {
  const talk = model.talks.get(id);
  const [body] = talk?.inputs ?? [];
  if (talk === undefined || body === undefined) return null;
  talk.epoch = epoch;
  talk.leaseUntil = model.now + LEASE.ms;
  return `${id} ${epoch} ${talk.version} ${talk.seq} ${body}`;
}

/** `<id> <epoch> <item>`, or null when there is nothing to send. */
function handOut(model: Model, id: ConversationId, epoch: number): string | null {
  const box = model.boxes.get(id);
  if (box === undefined) return null;
  const [item] = box.items;
  box.epoch = epoch;
  box.leaseUntil = item === undefined ? null : model.now + LEASE.ms;
  if (item === undefined && box.purged) model.boxes.delete(id);
  return item === undefined ? null : `${id} ${epoch} ${item}`;
}

const turnText = (turn: Turn | null) =>
  turn === null
    ? null
    : `${turn.id} ${turn.epoch} ${turn.stored?.version ?? 0} ${turn.input?.seq} ${turn.input?.body}`;
const outText = (out: Outgoing | null) =>
  out === null ? null : `${out.id} ${out.epoch} ${out.item.id}`;

interface Run {
  readonly model: Model;
  readonly at: StoreHarness;
  readonly addresses: readonly AddressKey[];
  /** All that were ever handed out: also old ones are used again. */
  readonly turns: Turn[];
  readonly sends: Outgoing[];
  readonly messages: ReturnType<typeof fromChild>[];
}

type Act = (run: Run) => Promise<void>;

const pick = <T>(from: readonly T[], at: number): T | undefined =>
  from[at % Math.max(1, from.length)];

function keep(run: Run, turn: Turn | null, out: Outgoing | null): void {
  if (turn !== null) run.turns.push(turn);
  if (out !== null) run.sends.push(out);
}

function found(model: Model, id: ConversationId, address: AddressKey): Conversation {
  const free_ = { version: 0, owner: null, waiting: null, epoch: 0, leaseUntil: null };
  const talk = { address, ...free_, inputs: [], seq: 1 };
  model.talks.set(id, talk);
  model.live.set(address, id);
  return talk;
}

const accept =
  (who: number, again: boolean, wants: boolean): Act =>
  async (run) => {
    const address = pick(run.addresses, who);
    if (address === undefined) return;
    const old = again ? pick(run.messages, who) : undefined;
    const entry = old ?? fromChild(address, { lease: wants ? LEASE : null });
    run.messages.push(entry);
    const { model } = run;
    const [answer] = await run.at.store.accept([entry]);
    if (!('address' in entry.to)) return;
    if (model.seen.has(entry.dedupe)) {
      expect(answer).toEqual({ kind: 'duplicate' });
      return;
    }
    model.seen.add(entry.dedupe);
    const id = model.live.get(entry.to.address) ?? entry.to.candidate;
    const talk = model.talks.get(id) ?? found(model, id, entry.to.address);
    talk.inputs.push(entry.input);
    const leased =
      entry.lease !== null && free(talk, model.now) ? lease(model, id, talk.epoch + 1) : null;
    expect(answer?.kind).toBe(leased === null ? 'queued' : 'leased');
    if (answer?.kind !== 'leased') return;
    expect(turnText(answer.turn)).toBe(leased);
    keep(run, answer.turn, null);
  };

interface Change {
  readonly which: number;
  readonly items: number;
  readonly how: 'goes-on' | 'waits' | 'ends' | 'is-purged';
  readonly clears: boolean;
  readonly leases: boolean;
}

function end(
  model: Model,
  id: ConversationId,
  talk: Conversation,
  successor: ConversationId,
): void {
  if (model.live.get(talk.address) !== id) return;
  model.live.delete(talk.address);
  const moving = talk.inputs.filter((body) => !staff.has(body));
  if (moving.length > 0) found(model, successor, talk.address).inputs = moving;
  talk.inputs = talk.inputs.filter((body) => staff.has(body));
}

const commit =
  ({ which, items, how, clears, leases }: Change): Act =>
  async (run) => {
    const { model } = run;
    // The newest most often; an older one must change nothing.
    const turn = which % 3 === 0 ? pick(run.turns, which) : run.turns.at(-1);
    if (turn === undefined) return;
    const over = how === 'ends' || how === 'is-purged';
    const change = commitOf(turn, {
      outbox: Array.from({ length: items }, (_, n) => ({
        id: `${turn.input?.seq}.${n}`,
        body: sealed('out'),
      })),
      clearOutbox: clears,
      live: !over,
      purge: how === 'is-purged',
      ...(how === 'waits' ? { clear: owned(QUEUE), waiting: which } : {}),
      send: leases ? LEASE : null,
      lease: leases ? LEASE : null,
    });
    const [answer] = await run.at.store.commit([change]);
    const talk = model.talks.get(turn.id);
    if (talk === undefined || talk.epoch !== turn.epoch) {
      expect(answer).toEqual({ ok: false, error: 'stale' });
      return;
    }
    const isHead = talk.inputs.length > 0 && talk.seq === turn.input?.seq;
    talk.leaseUntil = null;
    if (talk.version !== change.version || !isHead) {
      expect(answer).toEqual({ ok: false, error: 'stale' });
      return;
    }
    talk.version += 1;
    talk.owner = change.clear.owner;
    talk.waiting = change.waiting;
    talk.inputs.shift();
    talk.seq += 1;
    const box = model.boxes.get(turn.id) ?? {
      items: [],
      epoch: 0,
      leaseUntil: null,
      purged: false,
    };
    model.boxes.set(turn.id, box);
    if (clears) Object.assign(box, { items: [], epoch: box.epoch + 1, leaseUntil: null });
    box.items.push(...change.outbox.map(({ id }) => id));
    box.purged = how === 'is-purged';
    const mayGo = leases && free(box, model.now) && box.items.length > 0;
    const out = mayGo ? handOut(model, turn.id, box.epoch + 1) : null;
    if (box.purged && box.items.length === 0) model.boxes.delete(turn.id);
    if (over) end(model, turn.id, talk, change.successor);
    if (how === 'is-purged') model.talks.delete(turn.id);
    const next = leases && how !== 'is-purged' ? lease(model, turn.id, talk.epoch) : null;
    expect(answer).toMatchObject({ ok: true, version: talk.version });
    if (answer?.ok !== true) return;
    expect(outText(answer.outbox)).toBe(out);
    expect(turnText(answer.next)).toBe(next);
    keep(run, answer.next, answer.outbox);
  };

const sent =
  (which: number, drops: boolean): Act =>
  async (run) => {
    const { model } = run;
    const out = which % 3 === 0 ? pick(run.sends, which) : run.sends.at(-1);
    if (out === undefined) return;
    const name = { id: out.id, epoch: out.epoch, item: out.item.id };
    const [answer] = drops
      ? await run.at.store.failed([{ ...name, retryAt: null }])
      : await run.at.store.sent([name]);
    const box = model.boxes.get(out.id);
    if (box === undefined || box.epoch !== out.epoch || box.items[0] !== out.item.id) {
      expect(answer).toEqual({ ok: false, error: 'stale' });
      return;
    }
    box.items.shift();
    const next = handOut(model, out.id, box.epoch);
    expect(answer?.ok).toBe(true);
    if (answer?.ok !== true) return;
    expect(outText(answer.next)).toBe(next);
    keep(run, null, answer.next);
  };

const claim =
  (which: number, who: string): Act =>
  async (run) => {
    const { model } = run;
    const id = pick([...model.talks.keys()], which);
    if (id === undefined) return;
    const change = reassignOf(id, { to: counsellor(who) });
    const answer = await run.at.store.reassign(change);
    const talk = model.talks.get(id);
    if (talk === undefined || talk.owner === null) {
      expect(answer).toEqual({ ok: false, error: 'missing' });
    } else if (!sameOwner(talk.owner, QUEUE)) {
      expect(answer).toEqual({ ok: false, error: 'not-owner', owner: talk.owner });
    } else {
      expect(answer).toEqual({ ok: true, turn: null });
      Object.assign(talk, { owner: counsellor(who), waiting: null, version: talk.version + 1 });
      talk.inputs.push(change.input);
      staff.add(change.input);
    }
  };

const sweep: Act = async (run) => {
  const { model } = run;
  const swept = await run.at.store.sweep(LEASE, 1000);
  const mine = swept.turns.filter(({ id }) => model.talks.has(id));
  const sends = swept.outboxes.filter(({ id }) => model.boxes.has(id));
  const turns = [...model.talks].flatMap(([id, talk]) =>
    free(talk, model.now) ? (lease(model, id, talk.epoch + 1) ?? []) : [],
  );
  const outs = [...model.boxes].flatMap(([id, box]) =>
    free(box, model.now) && box.items.length > 0 ? (handOut(model, id, box.epoch + 1) ?? []) : [],
  );
  expect(mine.map(turnText).toSorted()).toEqual(turns.toSorted());
  expect(sends.map(outText).toSorted()).toEqual(outs.toSorted());
  for (const turn of mine) keep(run, turn, null);
  for (const out of sends) keep(run, null, out);
};

const wait =
  (ms: number): Act =>
  async ({ at, model }) => {
    await at.advance(ms);
    model.now += ms;
  };

const number = fc.nat(30);
const change = fc.record<Change>({
  which: number,
  items: fc.nat(3),
  how: fc.constantFrom('goes-on', 'goes-on', 'waits', 'ends', 'is-purged'),
  clears: fc.boolean(),
  leases: fc.boolean(),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(number, fc.boolean(), fc.boolean()).map((of) => accept(...of)) },
  { weight: 4, arbitrary: change.map(commit) },
  { weight: 3, arbitrary: fc.tuple(number, fc.boolean()).map((of) => sent(...of)) },
  { weight: 1, arbitrary: fc.tuple(number, fc.constantFrom('c1', 'c2')).map((of) => claim(...of)) },
  { weight: 2, arbitrary: fc.constant(sweep) },
  { weight: 1, arbitrary: fc.constantFrom(1, LEASE.ms, LEASE.ms + 1).map(wait) },
);

async function compare({ model, at, addresses }: Run): Promise<void> {
  for (const address of addresses) {
    const id = model.live.get(address);
    const talk = id === undefined ? undefined : model.talks.get(id);
    const stored = await at.store.find(address);
    const begun = talk !== undefined && talk.version > 0;
    expect(stored?.id).toBe(begun ? id : undefined);
    expect(stored?.version).toBe(begun ? talk.version : undefined);
    expect(stored?.owner).toEqual(begun ? talk.owner : undefined);
  }
  for (const [id, box] of model.boxes) {
    expect((await at.store.outbox(id))?.items.map((item) => item.id) ?? []).toEqual(box.items);
  }
  const ids = new Set([...model.talks.keys()]);
  const waiting = (await at.store.waiting(1000)).filter(({ id }) => ids.has(id));
  const inLine = [...model.talks].filter(([, talk]) => talk.waiting !== null);
  expect(waiting.map(({ id }) => id).toSorted()).toEqual(inLine.map(([id]) => id).toSorted());
}

export function modelContract(at: () => StoreHarness): void {
  describe('whatever is done to it, in whatever order', () => {
    it('does what the simplest store in memory does', { timeout: 600_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), async (acts) => {
          const now = await at().store.now();
          const model = {
            now,
            talks: new Map(),
            boxes: new Map(),
            live: new Map(),
            seen: new Set<string>(),
          };
          const addresses = [anAddress(), anAddress(), anAddress()];
          const run: Run = { model, at: at(), addresses, turns: [], sends: [], messages: [] };
          for (const one of acts) await one(run);
          await compare(run);
        }),
        { numRuns: 150 },
      );
    });
  });
}
