import { actKey } from '../api/act-key.ts';
import type { Api, ApiFailure } from '../api/client.ts';
import { type DeskStore, pendingOf } from './desk-store.ts';
import type { Pending, PendingKind } from './pending.ts';

export interface Sender {
  /** Sends a line, after all that were sent before it in the same conversation. */
  submit(conversation: string, kind: PendingKind, text: string, after: number): void;
  /** Tries a failed line again, with its old key. */
  retry(item: Pending): void;
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
  const busy = new Set<string>();

  const work = async (conversation: string) => {
    if (busy.has(conversation)) return;
    busy.add(conversation);
    for (let item = nextOf(options.store, conversation); item; ) {
      await deliver(options, item);
      item = nextOf(options.store, conversation);
    }
    busy.delete(conversation);
  };

  return {
    submit: (conversation, kind, text, after) => {
      const fresh = { key: actKey(), conversation, kind, text: text.trim(), after };
      options.store.add({ ...fresh, at: options.now(), status: 'sending', why: null });
      void work(conversation);
    },
    retry: (item) => {
      options.store.mark(item.key, 'sending');
      void work(item.conversation);
    },
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
