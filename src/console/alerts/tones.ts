import type { Tone } from '../state/news.ts';

/** Pitch (Hz), when (s) and how long (s). Short, soft at both ends, and told apart with the eyes closed. */
interface Note {
  readonly pitch: number;
  readonly at: number;
  readonly for: number;
}

const NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  urgent: [
    { pitch: 880, at: 0, for: 0.14 },
    { pitch: 660, at: 0.18, for: 0.14 },
    { pitch: 880, at: 0.36, for: 0.14 },
    { pitch: 660, at: 0.54, for: 0.18 },
  ],
  mine: [
    { pitch: 523, at: 0, for: 0.1 },
    { pitch: 784, at: 0.12, for: 0.16 },
  ],
  queue: [{ pitch: 440, at: 0, for: 0.22 }],
};

let speaker: AudioContext | null = null;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Whether a tone can be heard now; browsers keep a page silent until somebody touches it. */
export function speakerRuns(): boolean {
  return speaker?.state === 'running';
}

export function onSpeaker(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Call this from a click or a key: by itself it is let through only where the browser trusts the page. */
export async function wakeSpeaker(): Promise<boolean> {
  if (speaker === null) {
    speaker = new AudioContext();
    speaker.onstatechange = tell;
  }
  await speaker.resume().catch(() => undefined);
  tell();
  return speakerRuns();
}

/** @param volume - 0 to 1. */
export function play(tone: Tone, volume: number): void {
  if (speaker?.state !== 'running') return;
  for (const note of NOTES[tone]) sound(speaker, note, volume);
}

const EDGE_S = 0.02;

function sound(context: AudioContext, note: Note, volume: number): void {
  const [from, to] = [context.currentTime + note.at, context.currentTime + note.at + note.for];
  const [source, loudness] = [context.createOscillator(), context.createGain()];
  source.frequency.value = note.pitch;
  loudness.gain.setValueAtTime(0, from);
  loudness.gain.linearRampToValueAtTime(volume * 0.4, from + EDGE_S);
  loudness.gain.setValueAtTime(volume * 0.4, to - EDGE_S);
  loudness.gain.linearRampToValueAtTime(0, to);
  source.connect(loudness).connect(context.destination);
  source.start(from);
  source.stop(to);
}
