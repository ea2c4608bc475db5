import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Says something to the desk's server, and waits for its answer. */
export async function tell<T>(server: ChildProcess, what: object): Promise<T> {
  const answer = once(server, 'message');
  server.send(what);
  const [said] = await answer;
  return said;
}
