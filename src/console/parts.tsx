import type { QueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Api } from './api/client.ts';
import type { SettingsStore } from './state/desk-settings.ts';
import type { DeskState, DeskStore } from './state/desk-store.ts';
import type { HideStore } from './state/hide-store.ts';
import type { Sender } from './state/sender.ts';
import type { TakingBack } from './state/taking-back.ts';

/** What `main` builds once and every screen uses. */
export interface Parts {
  readonly api: Api;
  readonly store: DeskStore;
  readonly sender: Sender;
  readonly takingBack: TakingBack;
  readonly settings: SettingsStore;
  readonly hide: HideStore;
  readonly queries: QueryClient;
  /** Taken out of the address bar at load; null without an invitation. */
  readonly invitation: string | null;
}

export const PartsContext = createContext<Parts | null>(null);

export function useParts(): Parts {
  const parts = use(PartsContext);
  if (!parts) throw new Error('parts: used outside of the console');
  return parts;
}

export function useDesk<T>(select: (state: DeskState) => T): T {
  return useStore(useParts().store, select);
}
