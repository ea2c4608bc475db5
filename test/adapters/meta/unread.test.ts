import { describe, expect, it } from 'vitest';
import { parseMessenger } from '../../../src/adapters/meta/messenger-inbound.ts';
import { parseWhatsapp } from '../../../src/adapters/meta/whatsapp-inbound.ts';
import { MESSENGER_PAGE_ID } from '../../support/platforms/messenger.ts';
import { WHATSAPP_PHONE_NUMBER_ID } from '../../support/platforms/whatsapp.ts';
import { CHILD, envelope as fromPage, MESSENGER_FIXTURES } from './fixtures/messenger.ts';
import { PHONE, envelope as toNumber, WHATSAPP_FIXTURES } from './fixtures/whatsapp.ts';

const sender = { object: 'page', channel: 'messenger', id: MESSENGER_PAGE_ID } as const;

/** How much of a body each parser says that it could not read. */
function unread(channel: 'whatsapp' | 'messenger', body: unknown): number[] {
  const counts: number[] = [];
  const note = (count: number): void => void counts.push(count);
  if (channel === 'whatsapp') parseWhatsapp(body, WHATSAPP_PHONE_NUMBER_ID, note);
  else parseMessenger(body, sender, () => true, note);
  return counts;
}

const said = { sender: { id: CHILD }, recipient: { id: MESSENGER_PAGE_ID }, timestamp: 1 };
const wrote = { from: PHONE, id: 'wamid.canary', timestamp: '1793520000' };
const message = (content: object) => toNumber({ messages: [{ ...wrote, ...content }] });
const item = (content: object) => fromPage({ messaging: [{ ...said, ...content }] });

describe('what a door of Meta cannot read', () => {
  it.each([
    ...WHATSAPP_FIXTURES.map(({ name, body }) => ['whatsapp', name, body] as const),
    ...MESSENGER_FIXTURES.map(({ name, body }) => ['messenger', name, body] as const),
  ])('is nothing of what is known: %s, %s', (channel, name, body) => {
    expect(unread(channel, body)).toEqual(name === 'kind that nobody knows yet' ? [1] : []);
  });

  it.each([
    ['another frame', { object: 'whatsapp_account', entry: [] }],
    ['no frame', 'canary'],
    ['a list that is none', toNumber({ messages: { ...wrote, type: 'text' } })],
    ['a message whose fields have other names', toNumber({ messages: [{ wamid: 'canary' }] })],
    ['a text without words', message({ type: 'text', text: { content: 'canary' } })],
    [
      'an id that nobody can answer',
      message({ from: 'canary', type: 'text', text: { body: 'x' } }),
    ],
    ['a tap of another shape', message({ type: 'interactive', interactive: { form: 'canary' } })],
    [
      'a number that moved nowhere',
      message({ type: 'system', system: { type: 'user_changed_number' } }),
    ],
  ])('is counted on WhatsApp: %s', (_, body) => {
    expect(unread('whatsapp', body)).toEqual([1]);
  });

  it.each([
    ['another frame', { object: 'pages', entry: [] }],
    ['a list that is none', fromPage({ messaging: { canary: true } })],
    ['an item without a sender', fromPage({ messaging: [{ from: CHILD, message: { mid: 'm' } }] })],
    ['a message whose fields have other names', item({ message: { id: 'canary' } })],
    ['a message under another name', item({ msg: { mid: 'm', text: 'canary' } })],
    ['a message with nothing in it', item({ message: { mid: 'm_canary', hologram: {} } })],
    ['a tap of another shape', item({ postback: { title: 'canary' } })],
  ])('is counted on Messenger: %s', (_, body) => {
    expect(unread('messenger', body)).toEqual([1]);
  });

  it('is told once a body, however much it is, and spoils nothing beside it', () => {
    const body = toNumber({
      messages: [
        { wamid: 'canary' },
        { ...wrote, type: 'text', text: { body: 'hello' } },
        { ...wrote, type: 'text', text: {} },
      ],
    });

    expect(unread('whatsapp', body)).toEqual([2]);
    expect(parseWhatsapp(body, WHATSAPP_PHONE_NUMBER_ID)).toHaveLength(1);
  });
});
