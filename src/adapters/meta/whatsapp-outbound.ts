import { z } from 'zod';
import type { Language } from '../../domain/flow/bundle.ts';
import type { Caps, Rendered } from '../../domain/text/render.ts';
import type { Address, OutCall, Pace, SendError } from '../../ports/channel.ts';
import { MetaRefusal } from './graph.ts';
import { nameOf } from './item-part.ts';
import { isScoped } from './whatsapp-envelope.ts';

/** Cloud API: text 4096, interactive body 1024; 3 buttons of 20; 10 list rows of 24 behind a button of 20. */
export const WHATSAPP_CAPS: Caps = {
  text: 4096,
  body: 1024,
  buttons: { most: 3, title: 20 },
  list: { most: 10, title: 24, button: 20 },
  standing: 'text',
  merge: true,
  unit: 'utf16',
};

/** 80 a second a number, in and out together; to one child one in 6 s, of which 45 may be borrowed ahead. */
export const WHATSAPP_PACE: Pace = { perSecond: 40, perChild: { perSecond: 1 / 6, burst: 45 } };

/** A message that WhatsApp approved beforehand, by name and by the language code under which it was approved. */
export interface Template {
  readonly name: string;
  readonly code: string;
}

export type Templates = ReadonlyMap<Language, Template>;

/** WhatsApp counts by its own clock: five minutes less than 24 hours. */
export const WINDOW_MS = (24 * 60 - 5) * 60_000;

/** The bodies of a call's messages, in order; the template of a callback once the window is closed. */
export function whatsappBodies(call: OutCall, templates: Templates): readonly object[] {
  if ((call.reach?.quietMs ?? 0) < WINDOW_MS) return freeBodies(call);
  const bodies = templateBodies(call, templates);
  if (bodies === null) throw new MetaRefusal({ kind: 'window', code: 'closed' });
  return bodies;
}

/** What may be said after the window, by a callback alone; null when there is nothing. */
export function templateBodies(call: OutCall, templates: Templates): readonly object[] | null {
  const language = call.reach?.callback ?? null;
  const template = language === null ? undefined : templates.get(language);
  if (template === undefined) return null;
  const { name, code } = template;
  return [
    {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...recipientOf(call.to),
      biz_opaque_callback_data: call.item,
      type: 'template',
      template: { name, language: { code } },
    },
  ];
}

function freeBodies(call: OutCall): readonly object[] {
  const { texts, control } = call.rendered;
  return texts.map((text, index) => ({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipientOf(call.to),
    // A status brings it back.
    biz_opaque_callback_data: nameOf(call, index, texts.length),
    ...(index === texts.length - 1 ? contentOf(text, control) : plain(text)),
  }));
}

function recipientOf({ id }: Address): { recipient: string } | { to: string } {
  return isScoped(id) ? { recipient: id } : { to: id };
}

function plain(body: string): object {
  return { type: 'text', text: { preview_url: false, body } };
}

function contentOf(body: string, control: Rendered['control']): object {
  if (control.kind === 'none') return plain(body);
  if (control.kind === 'buttons') {
    const buttons = control.items.map(({ id, label }) => ({
      type: 'reply',
      reply: { id, title: label },
    }));
    return interactive({ type: 'button', body: { text: body }, action: { buttons } });
  }
  const rows = control.items.map(({ id, label }) => ({ id, title: label }));
  const action = { button: control.button, sections: [{ rows }] };
  return interactive({ type: 'list', body: { text: body }, action });
}

function interactive(content: object): object {
  return { type: 'interactive', interactive: content };
}

const Accepted = z.looseObject({ messages: z.array(z.looseObject({ id: z.string() })) });

/** '' when WhatsApp took the message and said no id. */
export function whatsappId(answer: unknown): string {
  return Accepted.safeParse(answer).data?.messages[0]?.id ?? '';
}

const KINDS: readonly (readonly [SendError['kind'], readonly number[]])[] = [
  ['retry', [130429, 131000, 131016, 131056, 131057, 133004]],
  ['window', [131047]],
  ['gone', [131026]],
  // Permission; the number is not registered, or was deleted. A technician mends it, and nothing is dropped meanwhile.
  ['auth', [33, 131005, 133010]],
  // Locked, its name not approved, unpaid, its number not registered, or held back for spam.
  ['account', [131031, 131037, 131042, 131045, 131048]],
  // Experiment, country, marketing, opt-out; a template that was paused or turned off.
  ['policy', [130472, 130497, 131049, 131050, 132015, 132016]],
  // Parameters and types; a template of that name and language does not exist, or wants other parameters.
  ['bug', [131008, 131009, 131021, 131051, 131052, 131053]],
  ['bug', [132000, 132001, 132005, 132007, 132012, 132018]],
];

/** WhatsApp takes a message and may say only later that the account may not send. */
export function isAccountRefusal(code: string): boolean {
  return code === '368' || whatsappError(Number(code)) === 'account';
}

/** By code: titles change, and subcodes are deprecated. */
export function whatsappError(code: number): SendError['kind'] | undefined {
  return KINDS.find(([, codes]) => codes.includes(code))?.[0];
}
