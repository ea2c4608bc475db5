import type { Measured } from './measure.ts';
import { COMMIT } from './profile.ts';

export type Rounds = ReadonlyMap<string, readonly Measured[]>;

type Figure = Exclude<keyof Measured, 'layers'>;

const COLUMNS: readonly (readonly [Figure, string, number])[] = [
  ['perSecond', 'turns/s', 0],
  ['cpuUs', 'CPU us/turn', 0],
  ['redisUs', 'Redis us/turn', 0],
  ['replyP50', 'reply p50 ms', 2],
  ['replyP99', 'p99', 1],
  ['ackP50', 'ack p50 ms', 2],
  ['ackP99', 'p99', 1],
  ['rssMb', 'RSS MB', 0],
  ['idleMb', 'idle', 0],
  ['startMs', 'start ms', 0],
];

/** The medians of the rounds as lines, one a subject. */
export function table(rounds: Rounds): string {
  const head = ['', ...COLUMNS.map(([, title]) => title), 'failed'];
  const rows = [...rounds].map(([name, measured]) => {
    if (measured.length === 0) return [name, ...COLUMNS.map(() => '-'), '-'];
    const failed = measured.reduce((sum, one) => sum + one.failed, 0);
    const cells = COLUMNS.map(([key, , digits]) => median(measured, key).toFixed(digits));
    return [name, ...cells, String(failed)];
  });
  return aligned([head, ...rows]);
}

const RATIOS: readonly (readonly [string, string, Figure, string])[] = [
  ['tvear telegram', 'telegraf', 'cpuUs', 'CPU a turn'],
  ['tvear telegram', 'telegraf +redis', 'cpuUs', 'CPU a turn'],
  ['tvear messenger', 'botkit +redis', 'cpuUs', 'CPU a turn'],
  ['tvear telegram', 'telegraf +redis', 'ackP99', 'acknowledgement p99'],
];

/** Ours against the peers that ran in the same rounds: below 1 is less. */
export function ratios(rounds: Rounds): string {
  const rows = RATIOS.flatMap(([ours, peer, key, title]) => {
    const theirs = rounds.get(peer) ?? [];
    if (theirs.length === 0) return [];
    return [...rounds].flatMap(([name, measured]) => {
      if (!name.startsWith(ours) || measured.length === 0) return [];
      const ratio = median(measured, key) / median(theirs, key);
      return [[`${title}: ${name} / ${peer}`, `${ratio.toFixed(2)}x`]];
    });
  });
  return aligned(rows);
}

/** What remains, by layer: where the time of a profiled turn goes. */
export function layers(profiled: ReadonlyMap<string, Measured>): string {
  const blocks = [...profiled].flatMap(([name, { cpuUs, layers }]) => {
    if (layers === null) return [];
    const rows = [...layers].map(([layer, share]) => [
      `  ${layer}`,
      `${(share * 100).toFixed(1)} %`,
      layer === COMMIT ? 'work and wait, beside the rest' : `${(share * cpuUs).toFixed(0)} us`,
    ]);
    return [`${name}, profiled: ${cpuUs.toFixed(0)} us CPU a turn\n${aligned(rows)}`];
  });
  return blocks.join('\n');
}

function median(measured: readonly Measured[], key: Figure): number {
  const sorted = measured.map((one) => one[key]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Columns of equal width; the first to the left, the rest to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) =>
          at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
