import { z } from 'zod';
import { split } from '../../domain/text/length.ts';
import type { Caps, Rendered } from '../../domain/text/render.ts';
import type { OutCall, Pace, Reach, SendError } from '../../ports/channel.ts';
import { MetaRefusal } from './graph.ts';
import { nameOf } from './item-part.ts';

/** Send API: text 2000; 13 quick replies of 20. Several texts go as one: an item is tried again as a whole. */
export const MESSENGER_CAPS: Caps = {
  text: 2000,
  body: 2000,
  buttons: { most: 13, title: 20 },
  list: null,
  // The persistent menu is set up by hand and not shown everywhere: the exits must be in sight before that.
  standing: 'text',
  merge: true,
  unit: 'utf16',
  // Meta says "2000" and not of what (of Instagram it says bytes): the strictest costs a second message, no more.
  textUnit: 'bytes',
};

/** 300 calls a second a page for texts; none is published for one child. */
export const MESSENGER_PACE: Pace = { perSecond: 300, perChild: null };

/** Button template: text 640, at most 3 buttons. */
const TEMPLATE_TEXT = 640;
const TEMPLATE_BUTTONS = 3;
/** Three markers with their lines must fit beside the text that they stand for. */
const LINK_MARK = '🔗';

/**
 * The bodies of a call's messages, in order; quick replies stand below the last.
 *
 * @param humanAgent - Whether Meta granted the page the Human Agent feature.
 */
export function messengerBodies(call: OutCall, humanAgent: boolean): readonly object[] {
  const messages = call.rendered.texts.flatMap(messagesOf);
  const replies = quickReplies(call.rendered.control);
  const kind = messagingType(call.reach, humanAgent);
  return messages.map((message, index) => ({
    recipient: { id: call.to.id },
    ...kind,
    ...(call.rendered.silent ? { notification_type: 'SILENT_PUSH' } : {}),
    message: {
      ...message,
      ...(index === messages.length - 1 ? replies : {}),
      // The echo brings it back.
      metadata: nameOf(call, index, messages.length),
    },
  }));
}

const HOUR_MS = 3_600_000;
/** Messenger counts by its own clock: five minutes less than 24 hours and than seven days. */
const MARGIN_MS = 300_000;
const WINDOW_MS = 24 * HOUR_MS - MARGIN_MS;
const HUMAN_WINDOW_MS = 7 * 24 * HOUR_MS - MARGIN_MS;

/** How long after the child's last word a counsellor's are taken. */
export function counsellorWindowMs(humanAgent: boolean): number {
  return humanAgent ? HUMAN_WINDOW_MS : WINDOW_MS;
}

/** After the window only a person's own words may follow, for seven days, and never the bot's. No other tag is used. */
function messagingType(reach: Reach | undefined, humanAgent: boolean): object {
  const quietMs = reach?.quietMs ?? 0;
  if (quietMs < WINDOW_MS) return { messaging_type: 'RESPONSE' };
  if (humanAgent && reach?.from === 'counsellor' && quietMs < HUMAN_WINDOW_MS) {
    return { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
  }
  throw new MetaRefusal({ kind: 'window', code: 'closed' });
}

function quickReplies(control: Rendered['control']): object {
  if (control.kind === 'none') return {};
  const replies = control.items.map(({ id, label }) => ({
    content_type: 'text',
    title: label,
    payload: id,
  }));
  return { quick_replies: replies };
}

/**
 * Messenger makes a preview of every link in a text, and a preview shows on a locked screen what the talk is about.
 * So each link becomes a numbered mark in the text and a button that bears the mark.
 */
function messagesOf(text: string): object[] {
  const links: string[] = [];
  const marked = text.replaceAll(LINK, (link) => {
    const known = links.indexOf(link);
    if (known < 0) links.push(link);
    return `${LINK_MARK} ${known < 0 ? links.length : known + 1}`;
  });
  if (links.length === 0) return [{ text }];
  const pieces = split(marked, TEMPLATE_TEXT, 'utf16');
  const last = pieces.at(-1) ?? LINK_MARK;
  const templates = grouped(links).map((group, index) =>
    template(index === 0 ? last : LINK_MARK, group),
  );
  return [...pieces.slice(0, -1).map((piece) => ({ text: piece })), ...templates];
}

/** Up to, but not with, the punctuation that ends the sentence around a link. */
export const LINK = /(?:https?:\/\/|www\.)[^\s<>"']*[^\s<>"'.,;:!?)\]»”។៕…]/giu;

interface Link {
  readonly url: string;
  readonly title: string;
}

function grouped(links: readonly string[]): Link[][] {
  const groups: Link[][] = [];
  links.forEach((link, index) => {
    const url = /^www\./iu.test(link) ? `https://${link}` : link;
    const at = Math.floor(index / TEMPLATE_BUTTONS);
    groups[at] = [...(groups[at] ?? []), { url, title: `${LINK_MARK} ${index + 1}` }];
  });
  return groups;
}

function template(text: string, links: readonly Link[]): object {
  const buttons = links.map(({ url, title }) => ({ type: 'web_url', url, title }));
  const payload = { template_type: 'button', text, buttons };
  return { attachment: { type: 'template', payload } };
}

const Accepted = z.looseObject({ message_id: z.string() });

/** '' when Messenger took the message and said no id. */
export function messengerId(answer: unknown): string {
  return Accepted.safeParse(answer).data?.message_id ?? '';
}

/** "This person isn't receiving messages from you right now": blocked, or the account is gone. Comes with 10, 200 and 551. */
const BLOCKED = [1545041, 2018108];
/** Outside of the window, as Messenger and as Instagram number it. */
const CLOSED = [2018065, 2018278, 2534022];

/** 10, 100 and 200 mean several things; the subcode tells which. */
export function messengerError(
  code: number,
  subcode: number | undefined,
): SendError['kind'] | undefined {
  if (subcode !== undefined && BLOCKED.includes(subcode)) return 'gone';
  if (code === 10 && CLOSED.includes(subcode ?? 0)) return 'window';
  if (code === 10 && subcode === 1893063) return 'account';
  if (code === 100 && subcode === 2018001) return 'gone';
  if (code === 551) return 'gone';
  return code === 1200 ? 'retry' : undefined;
}
