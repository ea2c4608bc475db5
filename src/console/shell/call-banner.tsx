import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EscalationCard, OfferCard } from '../api/types.ts';
import { useServerNow } from '../desk/clock.tsx';
import { secondsTo } from '../desk/offer-stands.tsx';
import { Handle } from '../desk/tags.tsx';
import { BandIcons } from '../icons.tsx';
import { useKnownQueue } from '../queries.ts';
import { ARRIVED } from './arrival.ts';

interface CallBannerProps {
  /** On a page that never shows the line. At the desk only a narrow window does not, beside a talk. */
  readonly always?: boolean;
}

/** Lives in danger that wait for me, and what a colleague asks: where the line with their cards is not on the screen. */
export function CallBanner({ always = false }: CallBannerProps) {
  const { t } = useTranslation();
  const queue = useKnownQueue();
  const waits = queue?.escalations.filter((card) => card.waits) ?? [];
  return (
    <section
      className="calls"
      data-always={always || undefined}
      role="status"
      aria-label={t('calls.label')}
    >
      {waits.map((card) => (
        <Danger key={card.id} card={card} />
      ))}
      {queue?.offers.map((offer) => (
        <Offer key={offer.id} offer={offer} />
      ))}
    </section>
  );
}

function Danger({ card }: { readonly card: EscalationCard }) {
  const { t } = useTranslation();
  return (
    <p className="banner" data-tone="danger">
      <BandIcons.danger size={17} />
      <Handle handle={card.handle} />
      <strong>{t('calls.danger')}</strong>
      <ToLine />
    </p>
  );
}

function Offer({ offer }: { readonly offer: OfferCard }) {
  const { t } = useTranslation();
  const left = secondsTo(offer.until, useServerNow());
  return (
    <p className="banner" data-tone="mode">
      <Handle handle={offer.handle} />
      <span>{t('transfer.asked', { alias: offer.from })}</span>
      <span aria-hidden="true">{t('transfer.left', { n: left })}</span>
      <ToLine />
    </p>
  );
}

function ToLine() {
  const { t } = useTranslation();
  return (
    <Link className="call-link" to="/" state={ARRIVED}>
      {t('calls.to-line')}
    </Link>
  );
}
