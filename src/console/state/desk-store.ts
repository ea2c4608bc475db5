import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LinkState } from '../api/live.ts';
import type { MyCard, ReplyDraft, TranscriptLine, WrapUpBody } from '../api/types.ts';
import { type Pending, unsettled } from './pending.ts';

export interface Draft {
  readonly reply: string;
  readonly note: string;
}

/** What was written for a conversation that is in other hands, or over. */
export interface Unsent {
  readonly handle: string;
  readonly why: 'ended' | 'queue' | 'other';
  readonly text: string;
}

export interface DeskState {
  readonly link: LinkState;
  /** Whose drafts these are; another person at the same machine never sees them. */
  readonly person: string | null;
  /** The last person has signed out on purpose, and nobody has signed in since. */
  readonly left: boolean;
  /** By conversation. In memory only: a shared machine keeps nothing. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** By conversation, until they are put away by hand. */
  readonly unsent: Readonly<Record<string, Unsent>>;
  readonly pending: Readonly<Record<string, readonly Pending[]>>;
  /** The last line that was looked at, by conversation. */
  readonly seen: Readonly<Record<string, number>>;
  /** Half-filled wrap-ups, by conversation: another child may need an answer in between. */
  readonly wrapUps: Readonly<Record<string, WrapUpBody>>;
  /** This person took new conversations and no longer does, without having said so here. */
  readonly lapsed: boolean;
  /** A hard talk is over: a break is offered. */
  readonly afterUrgent: boolean;
  /** Conversations whose kept draft was looked at: what is here since is newer. */
  readonly restored: Readonly<Record<string, true>>;
}

export interface DeskStore extends Omit<StoreApi<DeskState>, 'setState'> {
  setLink(link: LinkState): void;
  /** Keeps what is here for the same person, drops all of it for another. */
  signedIn(person: string): void;
  signedOut(): void;
  setDraft(conversation: string, change: Partial<Draft>): void;
  /** Takes over what was kept on the server, the first time that a conversation is shown. */
  restore(conversation: string, kept: ReplyDraft | null): void;
  /** It is another's now, or over; what was written is shown once more. */
  dropDraft(conversation: string, because: Omit<Unsent, 'text'>): void;
  putAway(conversation: string): void;
  add(item: Pending): void;
  mark(key: string, status: Pending['status'], why?: string): void;
  discard(key: string): void;
  /** Drops the pending lines that the transcript shows by now. */
  settle(conversation: string, lines: readonly TranscriptLine[]): void;
  look(conversation: string, seq: number): void;
  setWrapUp(conversation: string, wrapUp: WrapUpBody): void;
  offerBreak(afterUrgent: boolean): void;
  setLapsed(lapsed: boolean): void;
}

const NO_DRAFT: Draft = { reply: '', note: '' };
const NOTHING: readonly Pending[] = [];
const FRESH: DeskState = {
  link: 'connecting',
  person: null,
  left: false,
  drafts: {},
  unsent: {},
  pending: {},
  seen: {},
  wrapUps: {},
  restored: {},
  lapsed: false,
  afterUrgent: false,
};

export const draftOf = (state: DeskState, conversation: string): Draft =>
  state.drafts[conversation] ?? NO_DRAFT;

export const pendingOf = (state: DeskState, conversation: string): readonly Pending[] =>
  state.pending[conversation] ?? NOTHING;

/** How much of the child came since it was last looked at; before the first look, since a counsellor's last word. */
export const unreadOf = ({ seen }: DeskState, { id, unanswered }: MyCard): number =>
  unanswered.filter((seq) => seq > (seen[id] ?? 0)).length;

/** Whether anything would be lost if the page went away now. */
export function holdsUnsent(state: DeskState): boolean {
  const written = Object.values(state.drafts).some(
    (draft) => draft.reply !== '' || draft.note !== '',
  );
  if (Object.keys(state.unsent).length > 0) return true;
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
    signedOut: () => store.setState({ ...FRESH, left: true }),
    setDraft: (conversation, draft) =>
      store.setState((state) => ({
        drafts: {
          ...state.drafts,
          [conversation]: { ...draftOf(state, conversation), ...draft },
        },
      })),
    restore: (conversation, kept) => store.setState((state) => restored(state, conversation, kept)),
    dropDraft: (conversation, because) =>
      store.setState((state) => dropped(state, conversation, because)),
    putAway: (conversation) =>
      store.setState(({ unsent: { [conversation]: _away, ...unsent } }) => ({ unsent })),
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
      store.setState((state) =>
        state.seen[conversation] === seq ? state : { seen: { ...state.seen, [conversation]: seq } },
      ),
    offerBreak: (afterUrgent) => set({ afterUrgent }),
    setLapsed: (lapsed) => set({ lapsed }),
    setWrapUp: (conversation, wrapUp) =>
      store.setState((state) => ({ wrapUps: { ...state.wrapUps, [conversation]: wrapUp } })),
  };
}

function dropped(
  state: DeskState,
  conversation: string,
  because: Omit<Unsent, 'text'>,
): DeskState | Partial<DeskState> {
  const { [conversation]: draft, ...drafts } = state.drafts;
  if (draft === undefined) return state;
  const text = [draft.reply, draft.note].filter((part) => part.trim() !== '').join('\n');
  if (text === '') return { drafts };
  return { drafts, unsent: { ...state.unsent, [conversation]: { ...because, text } } };
}

function restored(
  state: DeskState,
  conversation: string,
  kept: ReplyDraft | null,
): DeskState | Partial<DeskState> {
  if (state.restored[conversation]) return state;
  const looked = { ...state.restored, [conversation]: true as const };
  if (kept === null || state.drafts[conversation] !== undefined) return { restored: looked };
  const { reply, note, leaving } = kept;
  return {
    restored: looked,
    drafts: { ...state.drafts, [conversation]: { reply, note } },
    pending: {
      ...state.pending,
      [conversation]: [
        ...leaving.map((line) => asFailed(line, conversation)),
        ...pendingOf(state, conversation),
      ],
    },
  };
}

/** The page went away before anybody knew whether it had left; under its old key it is said once. */
function asFailed(line: ReplyDraft['leaving'][number], conversation: string): Pending {
  return { ...line, conversation, kind: 'reply', at: 0, status: 'failed', why: 'page-left' };
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
