import { createStore, type StoreApi } from 'zustand/vanilla';

export interface HideState {
  readonly hidden: boolean;
}

export interface HideStore extends Omit<StoreApi<HideState>, 'setState'> {
  hide(): void;
  show(): void;
}

/** Whether somebody hid the desk by a key. Conversations stay claimed, and the connection stays up. */
export function hideStore(): HideStore {
  const { setState, ...store } = createStore<HideState>(() => ({ hidden: false }));
  return {
    ...store,
    hide: () => setState({ hidden: true }),
    show: () => setState({ hidden: false }),
  };
}
