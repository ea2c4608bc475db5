import { actKey } from '../api/act-key.ts';
import type { Api, ApiFailure } from '../api/client.ts';
import { type DeskStore, pendingOf } from './desk-store.ts';
import type { Pending, PendingKind } from './pending.ts';

export interface Sender {
  /** Sends a line, after all that were sent before it in the same conversation. */
  submit(conversation: string, kind: PendingKind, text: string, after: number): void;
  /** Shows a reply that does not leave before `retry`. */
  put(conversation: string, text: string, after: number): Pending;
  /** Lets a held line go, or tries a failed one again, with its old key. */
  retry(item: Pending): void;
  /** Resolves when nothing of this conversation is on its way. */
  idle(conversation: string): Promise<void>;
}

export interface SenderOptions {
  readonly api: Api;
  readonly store: DeskStore;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** The server has a line durably; its place in the transcript can be read soon. */
  readonly onAccepted: (conversation: string) => void;
}

/** Waits between tries of one line while the server cannot be reached; then the counsellor decides. */
const RETRY_MS = [500, 1000, 2000, 4000];

/** Sends lines in order, each until it is known to be accepted or refused; one try at a time per conversation. */
export function sender(options: SenderOptions): Sender {
  const busy = new Map<string, Promise<void>>();

  const deliverAll = async (conversation: string) => {
    for (let item = nextOf(options.store, conversation); item; ) {
      await deliver(options, item);
      item = nextOf(options.store, conversation);
    }
    busy.delete(conversation);
  };
  const work = (conversation: string) => {
    if (!busy.has(conversation)) busy.set(conversation, deliverAll(conversation));
  };
  const add = (item: Pick<Pending, 'conversation' | 'kind' | 'text' | 'after' | 'status'>) => {
    const pending = {
      ...item,
      text: item.text.trim(),
      key: actKey(),
      at: options.now(),
      why: null,
    };
    options.store.add(pending);
    return pending;
  };

  return {
    submit: (conversation, kind, text, after) => {
      add({ conversation, kind, text, after, status: 'sending' });
      work(conversation);
    },
    put: (conversation, text, after) =>
      add({ conversation, kind: 'reply', text, after, status: 'held' }),
    retry: (item) => {
      options.store.mark(item.key, 'sending');
      work(item.conversation);
    },
    idle: (conversation) => busy.get(conversation) ?? Promise.resolve(),
  };
}

function nextOf(store: DeskStore, conversation: string): Pending | undefined {
  return pendingOf(store.getState(), conversation).find((item) => item.status === 'sending');
}

async function deliver(options: SenderOptions, item: Pending): Promise<void> {
  const failure = await attempt(options, item);
  if (!failure) {
    options.store.mark(item.key, 'accepted');
    options.onAccepted(item.conversation);
    return;
  }
  // What follows must not overtake it.
  const following = pendingOf(options.store.getState(), item.conversation);
  for (const other of following.filter((one) => one.status === 'sending')) {
    options.store.mark(other.key, 'failed', whyOf(failure));
  }
  if (failure.kind === 'refused') options.onAccepted(item.conversation);
}

async function attempt(options: SenderOptions, item: Pending): Promise<ApiFailure | null> {
  const path = item.kind === 'reply' ? 'messages' : 'notes';
  for (const ms of [...RETRY_MS, null]) {
    const result = await options.api.act({
      method: 'POST',
      path: `conversations/${encodeURIComponent(item.conversation)}/${path}`,
      body: { key: item.key, text: item.text },
      outlives: true,
    });
    if (result.ok) return null;
    if (result.error.kind !== 'unreachable' || ms === null) return result.error;
    await options.wait(ms);
  }
  return { kind: 'unreachable' };
}

function whyOf(failure: ApiFailure): string {
  return failure.kind === 'refused' ? failure.error : failure.kind;
}
