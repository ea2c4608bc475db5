import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { readConversation } from '../../src/console/api/read-conversation.ts';
import type { Conversation } from '../../src/console/api/types.ts';
import { talk } from '../support/desk-scenes.ts';

const reads = (answer: unknown, known?: Conversation) => {
  const read = async <T>(path: string, shape: z.ZodType<T>) => {
    expect(path).toBe('conversations/a%2Fb');
    return shape.parse(structuredClone(answer));
  };
  return readConversation(read, 'a/b', known);
};

describe('readConversation', () => {
  it('reads all of a conversation, whatever was known', async () => {
    const before = talk(40);
    const [first, second, third, ...rest] = before.lines;
    const after = {
      ...before,
      version: 2,
      lines: [
        { ...first, text: 'other words' },
        { ...third, delivery: 'failed' },
        ...rest,
        { seq: 41, from: 'child', text: 'new', at: 1 },
      ],
    };
    expect(second).toBeDefined();

    expect(await reads(before)).toEqual(before);
    expect(await reads(after, before)).toEqual(after);
    expect(await reads(before, await reads(after, before))).toEqual(before);
  });

  it('leaves lines that are as they were the same objects', async () => {
    const known = talk(40);
    const now = { ...known, lines: known.lines.map((line) => ({ ...line })) };
    now.lines[3] = { ...talk(40).lines[3], seq: 4, from: 'child', at: 5, text: 'another' };
    const { lines } = await reads(now, known);

    const kept = lines.filter((line, at) => line === known.lines[at]);
    expect(kept).toHaveLength(39);
  });

  it('takes no line that is none', async () => {
    const bad = { ...talk(3), lines: [{ seq: 1, from: 'nobody', text: 'x', at: 1 }] };

    await expect(reads(bad, talk(3))).rejects.toThrow();
  });
});
