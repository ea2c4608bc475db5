import { digestOf } from '../../app/staff/secrets.ts';

interface Room {
  /** The way to leave again; null when there is no room. `end` is called when a newer stream takes this one's place. */
  enter(token: string, end: () => void): (() => void) | null;
  size(): number;
}

/**
 * Bounds live streams. A page has one, and for a moment two while it comes back: of more with one token the oldest
 * ends, so that a forgotten tab cannot keep a child out. In all there are at most `most`.
 */
export function streamRoom(perToken = 3, most = 20_000): Room {
  const open = new Map<string, Set<() => void>>();
  let size = 0;
  const leave = (key: string, end: () => void): void => {
    const ends = open.get(key);
    if (ends?.delete(end) !== true) return;
    size -= 1;
    if (ends.size === 0) open.delete(key);
  };
  return {
    enter(token, end) {
      if (size >= most) return null;
      const key = digestOf(token);
      const ends = open.get(key) ?? new Set();
      const [oldest] = ends;
      if (oldest !== undefined && ends.size >= perToken) {
        leave(key, oldest);
        oldest();
      }
      open.set(key, ends.add(end));
      size += 1;
      return () => leave(key, end);
    },
    size: () => size,
  };
}
