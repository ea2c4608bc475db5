import { describe, expect, it } from 'vitest';
import { followLive, type LinkState } from '../../src/console/api/live.ts';
import { singleFlight } from '../../src/console/api/single-flight.ts';
import { type SseEvent, sseParser } from '../../src/console/api/sse-parser.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('sseParser', () => {
  it('reads events that were cut anywhere', () => {
    const text = ': ping\r\n\r\nevent: change\r\ndata: {"id":"x"}\r\n\r\nevent: queue\n\n';
    const events: SseEvent[] = [];
    const feed = sseParser((event) => events.push(event));

    for (const letter of text) feed(letter);

    expect(events).toEqual([
      { event: 'change', data: '{"id":"x"}' },
      { event: 'queue', data: '' },
    ]);
  });
});

describe('followLive', () => {
  /** A server that gives each connection these pieces and then breaks it; after the last one it says 401. */
  function follow(connections: readonly (readonly string[])[]) {
    const seen: string[] = [];
    const states: LinkState[] = [];
    const waits: number[] = [];
    const left = [...connections];
    const stop = followLive({
      fetch: () => {
        const pieces = left.shift();
        if (!pieces) return Promise.resolve(new Response(null, { status: 401 }));
        if (pieces.length === 0) return Promise.reject(new TypeError('network'));
        return Promise.resolve(new Response(pieces.join('')));
      },
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
      onState: (state) => states.push(state),
      onChange: ({ id, version }) => seen.push(`${id}@${version}`),
      onSnapshot: (versions) => seen.push(...versions.map(({ id, version }) => `${id}:${version}`)),
      onQueue: () => seen.push('queue'),
    });
    return { seen, states, waits, stop };
  }

  it('passes on changes and says live once a connection', async () => {
    const change = 'event: change\ndata: {"id":"x","version":4,"what":"turn"}\n\n';
    const { seen, states, stop } = follow([[change], ['event: queue\n\n']]);
    await settled();
    stop();

    expect(seen).toEqual(['x@4', 'queue']);
    expect(states).toEqual(['live', 'lost', 'live', 'lost', 'signed-out']);
  });

  it('hears first how far everything is, at each connection', async () => {
    const snapshot = (version: number) =>
      `event: snapshot\ndata: {"versions":[{"id":"x","version":${version}}]}\n\n`;
    const change = 'event: change\ndata: {"id":"x","version":9,"what":"turn"}\n\n';
    const { seen, stop } = follow([[snapshot(4)], [snapshot(8), change]]);
    await settled();
    stop();

    expect(seen).toEqual(['x:4', 'x:8', 'x@9']);
  });

  it('waits longer after each failure, and starts over after a success', async () => {
    const { waits, stop } = follow([[], [], [], [': hi\n\n']]);
    await settled();
    stop();

    expect(waits).toEqual([500, 1000, 2000, 500]);
  });

  it('drops an event that it does not understand', async () => {
    const { seen, stop } = follow([
      ['event: change\ndata: {"id":1}\n\nevent: change\ndata: {\n\n'],
    ]);
    await settled();
    stop();

    expect(seen).toEqual([]);
  });
});

describe('singleFlight', () => {
  it('runs once more after any number of requests during a run', async () => {
    let runs = 0;
    const request = singleFlight(async () => {
      runs += 1;
      await settled();
    });

    for (let i = 0; i < 5; i += 1) request();
    await settled();
    await settled();
    await settled();

    expect(runs).toBe(2);
  });
});
