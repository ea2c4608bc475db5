import { createStore, type StoreApi } from 'zustand/vanilla';

/** How this person likes the desk on this machine. Nothing of any conversation. */
export interface DeskSettings {
  /** Single letters act; off for whoever dictates or whose hands tremble (WCAG 2.1.4). */
  readonly letters: boolean;
  readonly sound: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** The system may say "New message", and never what it says. */
  readonly notify: boolean;
}

const REMEMBERED = 'tvear.desk';
const FIRST: DeskSettings = { letters: true, sound: false, volume: 0.5, notify: false };

export type SettingsStore = StoreApi<DeskSettings>;

/** Kept in the browser. What cannot be read is as if nothing had been kept. */
export function deskSettings(storage: Pick<Storage, 'getItem' | 'setItem'>): SettingsStore {
  const store = createStore<DeskSettings>(() => readSettings(storage.getItem(REMEMBERED)));
  store.subscribe((settings) => storage.setItem(REMEMBERED, JSON.stringify(settings)));
  return store;
}

export function readSettings(kept: string | null): DeskSettings {
  const { letters, sound, volume, notify } = fieldsOf(kept);
  return {
    letters: typeof letters === 'boolean' ? letters : FIRST.letters,
    sound: typeof sound === 'boolean' ? sound : FIRST.sound,
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : FIRST.volume,
    notify: typeof notify === 'boolean' ? notify : FIRST.notify,
  };
}

function fieldsOf(kept: string | null): Partial<Record<keyof DeskSettings, unknown>> {
  try {
    const parsed: unknown = JSON.parse(kept ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
