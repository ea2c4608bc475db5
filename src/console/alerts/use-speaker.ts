import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useParts } from '../parts.tsx';
import { onSpeaker, speakerRuns, wakeSpeaker } from './tones.ts';

/** What browsers take for a touch of the page: a finger counts when it is lifted. */
const TOUCHES = ['pointerdown', 'pointerup', 'keydown'] as const;

export function useSpeakerRuns(): boolean {
  return useSyncExternalStore(onSpeaker, speakerRuns);
}

/** Sound that is remembered is heard again at once where the browser lets it, else from the first touch or key. */
export function useSpeakerWoken(): void {
  const sound = useStore(useParts().settings, (state) => state.sound);
  const runs = useSpeakerRuns();
  useEffect(() => {
    if (!sound || runs) return;
    const wake = () => void wakeSpeaker();
    wake();
    for (const touch of TOUCHES) window.addEventListener(touch, wake);
    return () => {
      for (const touch of TOUCHES) window.removeEventListener(touch, wake);
    };
  }, [sound, runs]);
}
