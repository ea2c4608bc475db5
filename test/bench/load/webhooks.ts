import { createHmac } from 'node:crypto';

export type PlatformName = 'telegram' | 'messenger';

/** Where a subject takes its webhooks, and what proves them. */
export interface Target {
  readonly platform: PlatformName;
  readonly port: number;
  readonly path: string;
  /** Telegram's secret token, or the secret of the Meta app. */
  readonly secret: string;
  readonly pageId: string;
}

export interface Webhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

let last = 0;

/** A child's text as the platform sends it, with an id that never comes again. */
export function webhookOf(target: Target, child: number, text: string): Webhook {
  last += 1;
  return target.platform === 'telegram'
    ? telegram(target, child, text)
    : messenger(target, child, text);
}

function telegram({ secret }: Target, child: number, text: string): Webhook {
  const person = { id: child, first_name: 'Sam' };
  const message = {
    message_id: last,
    from: { ...person, is_bot: false, language_code: 'en' },
    chat: { ...person, type: 'private' },
    date: Math.floor(Date.now() / 1000),
    text,
  };
  return {
    headers: {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': secret,
    },
    body: JSON.stringify({ update_id: last, message }),
  };
}

function messenger({ secret, pageId }: Target, child: number, text: string): Webhook {
  const time = Date.now();
  const messaging = {
    sender: { id: String(child) },
    recipient: { id: pageId },
    timestamp: time,
    message: { mid: `m_${last}`, text },
  };
  const body = asciiJson({
    object: 'page',
    entry: [{ id: pageId, time, messaging: [messaging] }],
  });
  // Older libraries read the first of the two; Meta sends both.
  const sign = (algorithm: 'sha1' | 'sha256') =>
    `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
  return {
    headers: {
      'content-type': 'application/json',
      'x-hub-signature': sign('sha1'),
      'x-hub-signature-256': sign('sha256'),
    },
    body,
  };
}

/** Meta escapes everything outside ASCII before it signs. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
