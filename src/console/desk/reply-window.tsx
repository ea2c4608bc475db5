import { useTranslation } from 'react-i18next';
import type { Conversation } from '../api/types.ts';
import { ClockIcon } from '../icons.tsx';
import { waited } from '../state/waited.ts';
import { useServerNow } from './clock.tsx';
import { timeOf } from './time-of.ts';

/** From here on it is said aloud that time runs out. */
const CLOSE_MS = 2 * 3_600_000;

/** Whether the channel takes nothing more to this child until they write again. */
export function useWindowClosed({ writableUntil }: Conversation): boolean {
  const now = useServerNow();
  return writableUntil !== null && writableUntil <= now;
}

/** How long the channel still takes what a counsellor writes, and until when. */
export function ReplyWindow({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { writableUntil, channel } = conversation;
  const now = useServerNow();
  if (writableUntil === null) return null;
  const left = writableUntil - now;
  const words = {
    channel: t(`channel.${channel}`),
    time: waited(left),
    at: timeOf(writableUntil),
  };
  if (left <= 0) {
    return (
      <p className="reply-window" data-tone="closed" role="status">
        <ClockIcon size={15} />
        <span>{t('reply.window.closed', words)}</span>
      </p>
    );
  }
  return (
    <p className="reply-window" data-tone={left < CLOSE_MS ? 'close' : undefined}>
      <ClockIcon size={15} />
      <span className="figures">{t('reply.window.open', words)}</span>
    </p>
  );
}
