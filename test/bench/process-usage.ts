import { readFileSync } from 'node:fs';

/** What a process has cost so far and holds now, as Linux counts it. */
export interface Usage {
  /** User and system time in microseconds; steps of 10 ms. */
  readonly cpuUs: number;
  readonly rssMb: number;
}

/** Linux reports CPU time in clock ticks of this length on every common build (USER_HZ = 100). */
const TICK_US = 10_000;
const PAGE_BYTES = 4096;

/** After the name, which may hold spaces: utime and stime are fields 14 and 15, rss is field 24 (proc(5)). */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return {
    cpuUs: (field(14) + field(15)) * TICK_US,
    rssMb: (field(24) * PAGE_BYTES) / 1e6,
  };
}
