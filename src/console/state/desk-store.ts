import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LinkState } from '../api/live.ts';
import type { TranscriptLine, WrapUpBody } from '../api/types.ts';
import { type Pending, unsettled } from './pending.ts';

export interface Draft {
  readonly reply: string;
  readonly note: string;
}

export interface DeskState {
  readonly link: LinkState;
  /** Whose drafts these are; another person at the same machine never sees them. */
  readonly person: string | null;
  /** By conversation. In memory only: a shared machine keeps nothing. */
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly pending: Readonly<Record<string, readonly Pending[]>>;
  /** The last line that was looked at, by conversation. */
  readonly seen: Readonly<Record<string, number>>;
  /** Half-filled wrap-ups, by conversation: another child may need an answer in between. */
  readonly wrapUps: Readonly<Record<string, WrapUpBody>>;
}

export interface DeskStore extends Omit<StoreApi<DeskState>, 'setState'> {
  setLink(link: LinkState): void;
  /** Keeps what is here for the same person, drops all of it for another. */
  signedIn(person: string): void;
  signedOut(): void;
  setDraft(conversation: string, change: Partial<Draft>): void;
  add(item: Pending): void;
  mark(key: string, status: Pending['status'], why?: string): void;
  discard(key: string): void;
  /** Drops the pending lines that the transcript shows by now. */
  settle(conversation: string, lines: readonly TranscriptLine[]): void;
  look(conversation: string, seq: number): void;
  setWrapUp(conversation: string, wrapUp: WrapUpBody): void;
}

const NO_DRAFT: Draft = { reply: '', note: '' };
const NOTHING: readonly Pending[] = [];
const FRESH: DeskState = {
  link: 'connecting',
  person: null,
  drafts: {},
  pending: {},
  seen: {},
  wrapUps: {},
};

export const draftOf = (state: DeskState, conversation: string): Draft =>
  state.drafts[conversation] ?? NO_DRAFT;

export const pendingOf = (state: DeskState, conversation: string): readonly Pending[] =>
  state.pending[conversation] ?? NOTHING;

/** Whether anything would be lost if the page went away now. */
export function holdsUnsent(state: DeskState): boolean {
  const written = Object.values(state.drafts).some(
    (draft) => draft.reply !== '' || draft.note !== '',
  );
  return written || Object.values(state.pending).some((items) => items.length > 0);
}

export function deskStore(): DeskStore {
  const store = createStore<DeskState>(() => FRESH);
  const set = (change: Partial<DeskState>) => store.setState(change);
  const change = (key: string, apply: (item: Pending) => readonly Pending[]) =>
    set({ pending: mapPending(store.getState().pending, key, apply) });

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    setLink: (link) => set({ link }),
    signedIn: (person) =>
      store.setState((state) =>
        state.person === person ? state : { ...FRESH, link: state.link, person },
      ),
    signedOut: () => store.setState(FRESH),
    setDraft: (conversation, draft) =>
      store.setState((state) => ({
        drafts: {
          ...state.drafts,
          [conversation]: { ...draftOf(state, conversation), ...draft },
        },
      })),
    add: (item) =>
      store.setState((state) => ({
        pending: {
          ...state.pending,
          [item.conversation]: [...pendingOf(state, item.conversation), item],
        },
      })),
    mark: (key, status, why) => change(key, (item) => [{ ...item, status, why: why ?? null }]),
    discard: (key) => change(key, () => []),
    settle: (conversation, lines) => store.setState((state) => settled(state, conversation, lines)),
    look: (conversation, seq) =>
      store.setState((state) => ({ seen: { ...state.seen, [conversation]: seq } })),
    setWrapUp: (conversation, wrapUp) =>
      store.setState((state) => ({ wrapUps: { ...state.wrapUps, [conversation]: wrapUp } })),
  };
}

function settled(
  state: DeskState,
  conversation: string,
  lines: readonly TranscriptLine[],
): DeskState | Partial<DeskState> {
  const items = pendingOf(state, conversation);
  if (items.length === 0) return state;
  return { pending: { ...state.pending, [conversation]: unsettled(items, lines) } };
}

function mapPending(
  pending: DeskState['pending'],
  key: string,
  apply: (item: Pending) => readonly Pending[],
): DeskState['pending'] {
  const entries = Object.entries(pending).map(([conversation, items]) => [
    conversation,
    items.flatMap((item) => (item.key === key ? apply(item) : [item])),
  ]);
  return Object.fromEntries(entries);
}
