import { type DeskStore, draftOf, pendingOf } from './desk-store.ts';
import type { Pending } from './pending.ts';
import type { Sender } from './sender.ts';

/** So long a reply can be taken back before it leaves. */
export const HOLD_MS = 3000;

/** The child's lines, each with a moment in which it can still be taken back. */
export interface TakingBack {
  /** Holds a reply, and lets go of the one before it. */
  hold(conversation: string, text: string, after: number): void;
  /** Back into the box, before whatever was written since. Nothing happens once it has left. */
  takeBack(item: Pending): void;
  /** Lets go of what is held there: something is about to happen that must not overtake it. */
  letGo(conversation: string): Promise<void>;
  /** Lets go of everything that is held: the page goes away, or the session ends. */
  letGoOfAll(): Promise<void>;
}

export interface TakingBackOptions {
  readonly store: DeskStore;
  readonly sender: Sender;
  readonly wait: (ms: number) => Promise<void>;
}

export function takingBack({ store, sender, wait }: TakingBackOptions): TakingBack {
  const held = (conversation: string) =>
    pendingOf(store.getState(), conversation).filter(({ status }) => status === 'held');
  const letGo = (conversation: string) => {
    for (const item of held(conversation)) sender.retry(item);
    return sender.idle(conversation);
  };
  return {
    hold(conversation, text, after) {
      void letGo(conversation);
      const item = sender.put(conversation, text, after);
      void wait(HOLD_MS).then(() => {
        if (held(conversation).some(({ key }) => key === item.key)) sender.retry(item);
      });
    },
    takeBack: (item) => {
      if (held(item.conversation).some(({ key }) => key === item.key)) backToBox(store, item);
    },
    letGo,
    async letGoOfAll() {
      await Promise.all(Object.keys(store.getState().pending).map(letGo));
    },
  };
}

/** The text of a line that did not leave, before whatever was written since. */
export function backToBox(store: DeskStore, item: Pending): void {
  const field = item.kind === 'reply' ? 'reply' : 'note';
  const written = draftOf(store.getState(), item.conversation)[field];
  const text = written === '' ? item.text : `${item.text}\n${written}`;
  store.setDraft(item.conversation, { [field]: text });
  store.discard(item.key);
}
