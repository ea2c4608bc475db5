const running = new Map<string, Promise<unknown>>();

/**
 * Runs what one person takes on after what they took on a moment before, so that each counts the one before. Two
 * that reach two processes in the same moment can still make one more than fits; the next is refused.
 */
export function oneAtATime<T>(person: string, act: () => Promise<T>): Promise<T> {
  const before = running.get(person) ?? Promise.resolve();
  const mine = before.then(act, act);
  running.set(person, mine);
  const done = () => {
    if (running.get(person) === mine) running.delete(person);
  };
  mine.then(done, done);
  return mine;
}
