import { describe, expect, it } from 'vitest';
import type { QueueCard } from '../../src/console/api/types.ts';
import { arrange } from '../../src/console/state/queue-hold.ts';

const card = (id: string, raised = false): QueueCard => ({
  id,
  handle: id.toUpperCase(),
  version: 1,
  band: 'other',
  reason: null,
  brief: [],
  language: 'km',
  channel: 'web',
  raised,
  since: 0,
});
const a = card('a');
const b = card('b');
const c = card('c');

describe('arrange', () => {
  it('shows the order of the server while nobody is in the list', () => {
    const { rows, fresh } = arrange([b, a], null);

    expect(rows.map((row) => row.card.id)).toEqual(['b', 'a']);
    expect(fresh).toEqual([]);
  });

  it('moves nothing under the pointer and tells who is new', () => {
    const { rows, fresh } = arrange([c, b, a], [a, b]);

    expect(rows.map((row) => row.card.id)).toEqual(['a', 'b']);
    expect(fresh).toEqual([c]);
  });

  it('shows the first child of an empty list wherever the pointer lies', () => {
    expect(arrange([a], []).rows.map((row) => row.card.id)).toEqual(['a']);
  });

  it('keeps the place of a child who is no longer waiting, and marks it', () => {
    const { rows } = arrange([b], [a, b]);

    expect(rows.map((row) => [row.card.id, row.gone])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  it('shows what changed on a card that stays in place', () => {
    const { rows } = arrange([b, card('a', true)], [a, b]);

    expect(rows[0]?.card.raised).toBe(true);
  });
});
