import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts the writer on a folder, waits for as many lines, kills it with SIGKILL and answers all it had printed. */
export async function killAfter(dir: string, lines: number): Promise<readonly string[]> {
  const child = startWriter(dir, 'work');
  const printed: string[] = [];
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('the writer has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    if (printed.length === lines) child.kill('SIGKILL');
  }
  await exited;
  return printed;
}

/** Starts a process that wants a folder; answers once it holds it, or null when it ended without. */
export async function hold(dir: string): Promise<{ kill(): Promise<void> } | null> {
  const child = startWriter(dir, 'hold');
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('the writer has no output');
  const holds = once(child.stdout, 'data').then(() => true);
  if (!(await Promise.race([holds, exited.then(() => false)]))) return null;
  return {
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function startWriter(dir: string, what: 'work' | 'hold'): ChildProcess {
  const script = fileURLToPath(new URL('./writer.ts', import.meta.url));
  return spawn(process.execPath, [script, dir, what], { stdio: ['ignore', 'pipe', 'ignore'] });
}
