import { describe, expect, it } from 'vitest';
import type { MyCard, OfferCard, QueueCard } from '../../src/console/api/types.ts';
import { looks, ringingOf } from '../../src/console/state/ringing.ts';

const card = (id: string, more: Partial<QueueCard> = {}): QueueCard => ({
  ...{ id, handle: id, version: 1, band: 'other', reason: null, brief: [], language: 'km' },
  ...{ channel: 'web', raised: false, since: 0 },
  ...more,
});
const mine = (id: string, more: Partial<MyCard> = {}): MyCard => ({
  ...card(id),
  ...{
    last: 1,
    needsReply: true,
    unanswered: [],
    replyBy: null,
    asleep: false,
    remindAt: null,
    ended: false,
  },
  ...more,
});
const offer: OfferCard = { ...card('o'), from: 'Dara', why: 'other', until: 9 };
const called = (waits: boolean) => ({
  ...card('c'),
  ...{ with: 'Sok', supervisor: null, joined: false, erasedAt: null, waits },
});
const none = { waiting: [], mine: [] };

const everywhere = () => true;
const nowhere = () => false;
const tonesOf = (cards: Parameters<typeof ringingOf>[0]) => looks().ring(ringingOf(cards), nowhere);

describe('what rings again', () => {
  it.each([
    ['an urgent child who waits', { ...none, waiting: [card('a', { band: 'danger' })] }, 'urgent'],
    ['a help word of who waits', { ...none, waiting: [card('a', { raised: true })] }, 'urgent'],
    ['a help word to me', { ...none, mine: [mine('a', { raised: true })] }, 'urgent'],
    ['a life in danger', { ...none, escalations: [called(true)] }, 'urgent'],
    ['an offer', { ...none, offers: [offer] }, 'mine'],
  ])('is %s', (_, cards, tone) => {
    expect(tonesOf(cards)).toBe(tone);
  });

  it.each([
    ['a child who waits', { ...none, waiting: [card('a')] }],
    ['a child of mine', { ...none, mine: [mine('a')] }],
    ['what I have answered', { ...none, mine: [mine('a', { raised: true, needsReply: false })] }],
    ['what is over', { ...none, mine: [mine('a', { raised: true, ended: true })] }],
    ['a life in danger that waits for another', { ...none, escalations: [called(false)] }],
  ])('is not %s', (_, cards) => {
    expect(tonesOf(cards)).toBeNull();
  });
});

describe('looking at it', () => {
  const urgent = ringingOf({ ...none, waiting: [card('a', { band: 'self-harm' })] });

  it('ends it: in sight, and touched after that', () => {
    const { ring, touch } = looks();
    ring(urgent, everywhere);
    touch(urgent, everywhere);

    expect(ring(urgent, everywhere)).toBeNull();
  });

  it.each([
    ['a key at the moment at which it comes', nowhere, everywhere],
    ['a key somewhere else', nowhere, nowhere],
    ['a key after it was scrolled away', everywhere, nowhere],
  ])('is not %s', (_, before, then) => {
    const { ring, touch } = looks();
    ring(urgent, before);
    touch(urgent, then);

    expect(ring(urgent, everywhere)).toBe('urgent');
  });

  it('does not silence a graver reason, nor who went away and is here again', () => {
    const { ring, touch } = looks();
    ring(urgent, everywhere);
    touch(urgent, everywhere);
    const raised = ringingOf({ ...none, waiting: [card('a', { raised: true })] });
    expect(ring(raised, nowhere)).toBe('urgent');
    ring([], nowhere);

    expect(ring(urgent, nowhere)).toBe('urgent');
  });

  it('holds for a claimed child whose help word was seen in the line', () => {
    const { ring, touch } = looks();
    const waiting = ringingOf({ ...none, waiting: [card('a', { raised: true })] });
    ring(waiting, everywhere);
    touch(waiting, everywhere);

    expect(ring(ringingOf({ ...none, mine: [mine('a', { raised: true })] }), nowhere)).toBeNull();
  });
});
