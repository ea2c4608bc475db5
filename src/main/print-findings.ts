import { z } from 'zod';

const Findings = z.array(
  z.object({
    level: z.enum(['ok', 'warning', 'problem']),
    about: z.string(),
    says: z.string(),
    mend: z.string().optional(),
  }),
);

const MARKS = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' } as const;

/** What a set-up or check found, one line each and what to do below it; and whether there was a problem. */
export function printFindings(answer: unknown): {
  readonly text: string;
  readonly problems: number;
} {
  const findings = Findings.parse(answer);
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ level, about, says, mend }) => {
    const line = `${MARKS[level]}  ${about.padEnd(width)}  ${says}`;
    return mend === undefined ? [line] : [line, `${' '.repeat(width + 11)}-> ${mend}`];
  });
  const problems = findings.filter(({ level }) => level === 'problem').length;
  return { text: lines.join('\n'), problems };
}
