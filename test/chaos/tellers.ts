import { setTimeout as sleep } from 'node:timers/promises';
import type { Post } from './post.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** WhatsApp's statuses and Messenger's echoes: what a platform tells of each message that it took, a little later. */
export function tellOfMessages(
  { channels: { whatsapp, messenger } }: World,
  {
    post,
    random,
    later,
  }: {
    readonly post: Post;
    readonly random: Random;
    readonly later: (work: Promise<void>) => void;
  },
): void {
  whatsapp.platform.onSend(({ to, id, item }) => {
    const tell = async (): Promise<void> => {
      await sleep(random.between(0, 300));
      await post(whatsapp.hooks.status(to, 'sent', id, { item }));
    };
    later(tell());
  });
  messenger.platform.onSend(({ to, id, item }) => {
    const tell = async (): Promise<void> => {
      await sleep(random.between(0, 300));
      await post(messenger.hooks.echo(to, id, item));
    };
    later(tell());
  });
}
