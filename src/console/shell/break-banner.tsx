import { useTranslation } from 'react-i18next';
import { useServerNow } from '../desk/clock.tsx';
import { timeOf } from '../desk/time-of.ts';
import { useQueue } from '../queries.ts';

/** Whoever takes a break comes back by their own word, never by a clock. */
export function BreakBanner() {
  const { t } = useTranslation();
  const queue = useQueue().data;
  const now = useServerNow();
  const until = queue?.available === false ? queue.breakUntil : null;
  return (
    <section role="status" aria-label={t('break.label')}>
      {until !== null && (
        <p className="banner" data-tone="mode">
          {until > now ? t('break.until', { at: timeOf(until) }) : t('break.over')}
        </p>
      )}
    </section>
  );
}
