import process from 'node:process';
import { checkFlows } from '../../src/main/check-flows.ts';

/** The safety check as the command runs it, in a process of its own: then what it cost is known to the byte. */
const began = performance.now();
const lines: string[] = [];
const code = await checkFlows({ folder: '.' }, (line) => lines.push(line));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const cost = {
  seconds: (performance.now() - began) / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  mostMb: (maxRSS * 1024) / 1e6,
  totals: lines.at(-1) ?? '',
};
process.stdout.write(JSON.stringify(cost));
process.exitCode = code;
