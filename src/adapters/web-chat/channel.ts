import type { Caps } from '../../domain/text/render.ts';
import type { Channel } from '../../ports/channel.ts';

/** The page is ours: it wraps any text and shows every row, and exit and a person stand in its own bars. */
export const WEB_CHAT_CAPS: Caps = {
  text: 4000,
  body: 4000,
  buttons: { most: 12, title: 80 },
  list: null,
  standing: 'page',
  merge: false,
};

/** The web chat. Nothing is pushed: the page fetches what waits in the outbox, and acknowledges it. */
export function webChatChannel(): Channel {
  return {
    id: 'web',
    caps: WEB_CHAT_CAPS,
    push: false,
    tells: false,
    pace: null,
    deliver: async () => ({ ok: false, error: { kind: 'bug', code: 'web-chat-is-fetched' } }),
  };
}
