import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Ask, Told } from './load/protocol.ts';

export interface LoadProcess {
  /** The root of both platforms' fakes. */
  readonly platformUrl: string;
  /** Rejects, in words, when it could not be done. */
  ask<K extends Told['kind']>(ask: Ask, kind: K): Promise<Extract<Told, { readonly kind: K }>>;
  close(): Promise<void>;
}

/** Starts the children and the platforms in a process of their own. */
export async function startLoad(): Promise<LoadProcess> {
  const child = fork(join(import.meta.dirname, 'load', 'main.ts'), { stdio: 'inherit' });
  const heard = async (): Promise<Told> => {
    const [message] = await once(child, 'message');
    return Told.parse(message);
  };
  const first = await heard();
  if (first.kind !== 'listening') throw new Error('the load process did not start');
  return {
    platformUrl: `http://127.0.0.1:${first.port}`,
    async ask(ask, kind) {
      child.send(ask);
      const told = await heard();
      if (isA(told, kind)) return told;
      throw new Error(told.kind === 'trouble' ? told.why : 'the load process lost its thread');
    },
    async close() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function isA<K extends Told['kind']>(
  told: Told,
  kind: K,
): told is Extract<Told, { readonly kind: K }> {
  return told.kind === kind;
}
