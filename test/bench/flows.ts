import { execFile } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { z } from 'zod';

const Cost = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  mostMb: z.number(),
  totals: z.string(),
});

const PROCESS = join(import.meta.dirname, 'flows-process.ts');
const run = promisify(execFile);

/** What the safety check of the whole bundle costs, a process a round; a bundle with findings fails. */
export async function benchFlows(rounds: number, say: (line: string) => void): Promise<void> {
  say(
    `node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n`,
  );
  for (let round = 1; round <= rounds; round += 1) {
    const { stdout } = await run(process.execPath, [PROCESS]);
    const { seconds, cpuSeconds, mostMb, totals } = Cost.parse(JSON.parse(stdout));
    if (round === 1) say(`${totals.replace(/, [\d.]+ s$/, '')}\n`);
    say(`${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, ${mostMb.toFixed(0)} MB`);
  }
}
