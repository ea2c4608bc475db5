import { CHANNELS, type ChannelId } from '../flow/bundle.ts';

/** Made by chance, so that a link says nothing of the place where it hangs. No letters that look alike. */
const CODE = /^[a-hj-km-np-z2-9]{6}$/;
export const CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
export const CODE_LENGTH = 6;

export function isCampaignCode(text: string): boolean {
  return CODE.test(text);
}

export interface Link {
  readonly channel: ChannelId;
  /** What the code on the poster holds. */
  readonly url: string;
  /** What a person can type: the same place without the code. */
  readonly short: string;
}

export interface LinkParts {
  readonly publicUrl: string;
  /** Public names by channel; a channel without one has no link. */
  readonly handles: Readonly<Partial<Record<ChannelId, string>>>;
  readonly code: string;
  /** The neutral word that a child's first WhatsApp message begins with. */
  readonly hello: string;
}

/** The ways to us that a poster can show, in the order of the channels. */
export function linksOf(parts: LinkParts): readonly Link[] {
  return CHANNELS.flatMap((channel) => {
    if (channel === 'web') return [webLink(parts)];
    const handle = parts.handles[channel];
    return handle === undefined ? [] : [LINKS[channel](handle, parts)];
  });
}

function webLink({ publicUrl, code }: LinkParts): Link {
  const url = `${publicUrl}/chat`;
  return { channel: 'web', url: `${url}?c=${code}`, short: withoutScheme(url) };
}

const LINKS: Readonly<
  Record<Exclude<ChannelId, 'web'>, (handle: string, parts: LinkParts) => Link>
> = {
  telegram: (handle, { code }) => named('telegram', `https://t.me/${handle}`, `start=${code}`),
  messenger: (handle, { code }) => named('messenger', `https://m.me/${handle}`, `ref=${code}`),
  whatsapp: (handle, parts) =>
    named('whatsapp', `https://wa.me/${handle}`, `text=${encodeURIComponent(greetingOf(parts))}`),
};

function named(channel: ChannelId, url: string, query: string): Link {
  return { channel, url: `${url}?${query}`, short: withoutScheme(url) };
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//u, '');
}

/** WhatsApp has no other place for a code than the first message itself. */
function greetingOf({ hello, code }: Pick<LinkParts, 'hello' | 'code'>): string {
  return `${hello} (${code})`;
}

/** The code in a message that a link wrote; null for anything that a child wrote. */
export function codeOfGreeting(text: string, hellos: readonly string[]): string | null {
  const [, hello = '', code = ''] = /^(.{1,40}) \((\w{6})\)$/u.exec(text.trim()) ?? [];
  return hellos.includes(hello) && isCampaignCode(code) ? code : null;
}
