import { readFileSync } from 'node:fs';

/** Kilobytes of memory of a process of this machine. */
export function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
