import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { readQueue } from '../../src/console/api/read-queue.ts';
import type { Queue } from '../../src/console/api/types.ts';
import { fullQueue } from '../support/desk-scenes.ts';

const { waiting: all, ...own } = { ...fullQueue(4), mine: [], offers: [], others: [] };
const first = { ...own, name: 'first', waiting: all };
const card = all[3];

/** A server that answers one read after the other so, and what it was asked. */
function answering(...answers: readonly unknown[]) {
  const asked: string[] = [];
  let known: Queue | undefined;
  const read = async <T>(path: string, shape: z.ZodType<T>) =>
    shape.parse(answers[asked.push(path) - 1]);
  const look = async () => {
    known = await readQueue(read, known);
    return known.waiting.map(({ id }) => id);
  };
  return { asked, look };
}

describe('readQueue', () => {
  it('is read whole once, and then by what changed', async () => {
    const put = [{ at: 0, card: { ...card, version: 2 } }];
    const second = { ...own, name: 'second', since: 'first', gone: ['scene-1'], put };
    const third = { ...own, name: 'third', since: 'second', gone: ['scene-3'], put: [] };
    const { asked, look } = answering(first, second, third);

    expect(await look()).toEqual(['scene-0', 'scene-1', 'scene-2', 'scene-3']);
    expect(await look()).toEqual(['scene-3', 'scene-0', 'scene-2']);
    expect(await look()).toEqual(['scene-0', 'scene-2']);
    expect(asked).toEqual(['queue', 'queue?since=first', 'queue?since=second']);
  });

  it('is the whole one when the server does not know what it knows', async () => {
    const { asked, look } = answering(first, { ...first, name: 'other', waiting: all.slice(2) });
    await look();

    expect(await look()).toEqual(['scene-2', 'scene-3']);
    expect(asked).toEqual(['queue', 'queue?since=first']);
  });

  it('is read whole again when a change does not fit', async () => {
    const strange = { ...own, name: 'second', since: 'another', gone: [], put: [] };
    const misfit = { ...own, name: 'second', since: 'first', gone: [], put: [{ at: 9, card }] };
    const { asked, look } = answering(first, strange, first, misfit, first);
    await look();

    expect(await look()).toHaveLength(4);
    expect(await look()).toHaveLength(4);
    expect(asked.filter((path) => path === 'queue')).toHaveLength(3);
  });
});
