import { createStore, type StoreApi } from 'zustand/vanilla';

export interface HideState {
  /** Somebody hid the desk by a key. */
  readonly hidden: boolean;
  /** Nobody touched it for long, and the server has not heard of that yet. */
  readonly locking: boolean;
}

export interface HideStore extends Omit<StoreApi<HideState>, 'setState'> {
  hide(): void;
  show(): void;
  setLocking(locking: boolean): void;
}

/** What covers the desk in this window. Conversations stay claimed, and the connection stays up. */
export function hideStore(): HideStore {
  const { setState, ...store } = createStore<HideState>(() => ({ hidden: false, locking: false }));
  return {
    ...store,
    hide: () => setState({ hidden: true }),
    show: () => setState({ hidden: false }),
    setLocking: (locking) => setState({ locking }),
  };
}
