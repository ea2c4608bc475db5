import { describe, expect, it } from 'vitest';
import { mayRest } from '../../../src/domain/conversation/friction.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { BANDS } from '../../../src/domain/flow/bundle.ts';

type Told = Parameters<typeof mayRest>[0];

const marks: ConversationState['marks'] = { started: 0, last: 0 };
const queue = { band: 'other', brief: [], score: 0, raised: false } as unknown as NonNullable<
  ConversationState['queue']
>;
const talk: Told = { queue, marks };

describe('mayRest', () => {
  it.each(BANDS)('in the band %s', (band) => {
    const urgent = band === 'danger' || band === 'self-harm';

    expect(mayRest({ ...talk, queue: { ...queue, band } })).toBe(!urgent);
  });

  it.each<[string, Partial<Told>]>([
    ['was raised in the line', { queue: { ...queue, raised: true } }],
    ['wrote a word of distress', { marks: { ...marks, distress: 1 } }],
    ['has somebody called for their life', { escalation: {} as Told['escalation'] }],
  ])('is never for a child who %s', (_, told) => {
    expect(mayRest({ ...talk, ...told } as Told)).toBe(false);
  });
});
