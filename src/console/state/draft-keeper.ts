import { type Api, type ApiFailure, LOCKED } from '../api/client.ts';
import type { ReplyDraft } from '../api/types.ts';
import { type DeskState, type DeskStore, draftOf, pendingOf } from './desk-store.ts';

export interface DraftKeeperOptions {
  readonly api: Api;
  readonly store: DeskStore;
  /** Resolves after a pause in writing. */
  readonly pause: () => Promise<void>;
}

/** As many as the server takes. */
const MOST_LEAVING = 10;

/**
 * Keeps what is written and not sent on the server, shortly after each change; this machine itself keeps nothing.
 *
 * @returns Stops.
 */
export function keepDrafts({ api, store, pause }: DraftKeeperOptions): () => void {
  const kept = new Map<string, string>();
  const busy = new Set<string>();

  /** False when the server did not hear of it; the next change, or the line's return, tries again. */
  const offer = async (id: string, draft: ReplyDraft): Promise<boolean> => {
    const path = `conversations/${encodeURIComponent(id)}/draft`;
    const result = await api.act({ method: 'PUT', path, body: draft });
    const heard = result.ok || isFinal(result.error);
    if (heard) kept.set(id, JSON.stringify(draft));
    return heard;
  };

  const keep = async (id: string) => {
    busy.add(id);
    for (let heard = true; heard; ) {
      await pause();
      const draft = keptOf(store.getState(), id);
      if (draft === null || JSON.stringify(draft) === kept.get(id)) break;
      heard = await offer(id, draft);
    }
    busy.delete(id);
  };

  return store.subscribe((state) => {
    for (const id of Object.keys(state.drafts)) {
      const changed = JSON.stringify(keptOf(state, id)) !== kept.get(id);
      if (changed && !busy.has(id)) void keep(id);
    }
    for (const id of kept.keys()) if (state.drafts[id] === undefined) kept.delete(id);
  });
}

/** A locked desk is opened again, and what was written is still to be kept then. */
function isFinal(failure: ApiFailure): boolean {
  return failure.kind === 'refused' && failure.status !== LOCKED;
}

/** What of a conversation is to be kept; null when nothing was ever written in it. */
function keptOf(state: DeskState, id: string): ReplyDraft | null {
  const { [id]: draft } = state.drafts;
  if (draft === undefined) return null;
  const lines = pendingOf(state, id).filter(
    ({ kind, status }) => kind === 'reply' && status !== 'accepted',
  );
  const leaving = lines.map(({ key, text, after }) => ({ key, text, after }));
  return { ...draftOf(state, id), leaving: leaving.slice(-MOST_LEAVING) };
}
