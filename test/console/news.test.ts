import { describe, expect, it } from 'vitest';
import type { MyCard, OfferCard, QueueCard } from '../../src/console/api/types.ts';
import { readSettings } from '../../src/console/state/desk-settings.ts';
import { countOf, newsOf } from '../../src/console/state/news.ts';

const card = (id: string, more: Partial<QueueCard> = {}): QueueCard => ({
  ...{ id, handle: id, version: 1, band: 'other', reason: null, brief: [], language: 'km' },
  ...{ channel: 'web', raised: false, since: 0 },
  ...more,
});
const mine = (id: string, more: Partial<MyCard> = {}): MyCard => ({
  ...card(id),
  ...{
    last: 1,
    needsReply: false,
    unanswered: [],
    replyBy: null,
    asleep: false,
    remindAt: null,
    ended: false,
  },
  ...more,
});
const offer = (id: string): OfferCard => ({ ...card(id), from: 'Dara', why: 'other', until: 9 });
const none = { waiting: [], mine: [] };

const called = (id: string, waits = true) => ({
  ...card(id),
  with: 'Sok',
  supervisor: null,
  joined: false,
  erasedAt: null,
  waits,
});

describe('newsOf', () => {
  it('is silent at the first look, and when nothing changed', () => {
    const now = { waiting: [card('a', { band: 'danger' })], mine: [mine('b')] };

    expect(newsOf(null, now)).toBeNull();
    expect(newsOf(now, now)).toBeNull();
  });

  it.each([
    ['a new child', none, { waiting: [card('a')], mine: [] }, 'queue'],
    [
      'a new child in danger',
      none,
      { waiting: [card('a', { band: 'danger' })], mine: [] },
      'urgent',
    ],
    [
      'a distress word',
      { waiting: [card('a')], mine: [] },
      { waiting: [card('a', { raised: true })], mine: [] },
      'urgent',
    ],
    [
      'a word of my child',
      { waiting: [], mine: [mine('a')] },
      { waiting: [], mine: [mine('a', { last: 2, needsReply: true })] },
      'mine',
    ],
    ['a handover to me', none, { waiting: [], mine: [mine('a')] }, 'mine'],
    ['an offer of a colleague', none, { ...none, offers: [offer('a')] }, 'mine'],
    [
      'an offer that stands',
      { ...none, offers: [offer('a')] },
      { ...none, offers: [offer('a')] },
      null,
    ],
    [
      'an offer, before a new child',
      none,
      { waiting: [card('b')], mine: [], offers: [offer('a')] },
      'mine',
    ],
    [
      'a child in danger, before an offer',
      none,
      { waiting: [card('b', { band: 'danger' })], mine: [], offers: [offer('a')] },
      'urgent',
    ],
    ['a life in danger', none, { ...none, escalations: [called('a')] }, 'urgent'],
    [
      'the same life in danger again',
      { ...none, escalations: [called('a')] },
      { ...none, escalations: [called('a')] },
      null,
    ],
    [
      'an answer that I am asked for',
      { ...none, escalations: [called('a', false)] },
      { ...none, escalations: [called('a')] },
      'urgent',
    ],
    ['my own claim', { waiting: [card('a')], mine: [] }, { waiting: [], mine: [mine('a')] }, null],
    [
      'my own answer',
      { waiting: [], mine: [mine('a')] },
      { waiting: [], mine: [mine('a', { last: 2 })] },
      null,
    ],
  ])('hears of %s', (_, before, after, tone) => {
    expect(newsOf(before, after)).toBe(tone);
  });
});

describe('what counts', () => {
  const waiting = [card('a', { band: 'self-harm' }), card('b')];

  it('is who waits, who waits for my answer, and who calls me', () => {
    expect(countOf({ waiting, mine: [mine('c', { needsReply: true }), mine('d')] })).toBe(3);
    const calls = { offers: [offer('e')], escalations: [called('f'), called('g', false)] };
    expect(countOf({ ...none, ...calls })).toBe(2);
  });
});

describe('readSettings', () => {
  it('is quiet until somebody wants sound, and takes nothing that it does not know', () => {
    expect(readSettings(null)).toEqual({ letters: true, sound: false, volume: 0.5, notify: false });
    expect(readSettings('{"volume":7,"sound":"yes","letters":false}')).toMatchObject({
      ...{ letters: false, sound: false, volume: 0.5 },
    });
    expect(readSettings('not json').sound).toBe(false);
  });
});
