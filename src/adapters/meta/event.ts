import type { Input, MediaKind } from '../../domain/conversation/input.ts';
import type { Address } from '../../ports/channel.ts';

/** What a Meta platform told us, under the names by which Botkit routes it. Media ids and URLs are gone by now. */
export type MetaEvent = {
  readonly address: Address;
  readonly id: string;
  readonly at: number | null;
} & What;

export type What =
  | { readonly name: 'message'; readonly text: string; readonly messageId: string }
  | { readonly name: 'choice'; readonly payload: string }
  | {
      readonly name: 'media';
      readonly what: MediaKind;
      readonly caption: string | null;
      readonly messageId: string;
    }
  | { readonly name: 'edited'; readonly text: string; readonly messageId: string }
  | { readonly name: 'unsent'; readonly messageId: string }
  /** `messageId`: the message that it stands on. */
  | { readonly name: 'reacted'; readonly emoji: string | null; readonly messageId: string }
  | { readonly name: 'moved' }
  | { readonly name: 'outside' }
  | { readonly name: 'opened'; readonly campaign: string | null }
  | { readonly name: 'gone' };

export const EVENT_NAMES = [
  'message',
  'choice',
  'media',
  'edited',
  'unsent',
  'reacted',
  'moved',
  'outside',
  'opened',
  'gone',
] as const satisfies readonly What['name'][];

/** Says a platform's event in our own words. */
export function inputOf(event: MetaEvent, hash: (id: string) => string): Input {
  const ref = (id: string) => hash(`${event.address.channel}:${id}`);
  switch (event.name) {
    case 'message':
      return { kind: 'text', text: event.text, ref: ref(event.messageId) };
    case 'choice':
      return { kind: 'choice', id: event.payload };
    case 'media':
      return mediaOf(event.what, event.caption, ref(event.messageId));
    case 'edited':
      return { kind: 'edited', text: event.text, ref: ref(event.messageId) };
    case 'unsent':
      return { kind: 'unsent', ref: ref(event.messageId) };
    case 'opened':
      return event.campaign === null
        ? { kind: 'opened' }
        : { kind: 'opened', campaign: event.campaign };
    case 'reacted':
      return { kind: 'reacted', emoji: event.emoji, ref: ref(`reaction:${event.messageId}`) };
    case 'moved':
    case 'outside':
    case 'gone':
      return { kind: event.name };
  }
}

function mediaOf(what: MediaKind, caption: string | null, ref: string): Input {
  return caption === null ? { kind: 'media', what, ref } : { kind: 'media', what, caption, ref };
}

/** A campaign is a short code of ours; anything else in its place is dropped. */
export function campaignOf(value: string | undefined): string | null {
  return value !== undefined && /^[\w-]{1,64}$/u.test(value) ? value : null;
}
