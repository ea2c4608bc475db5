import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignalOffIcon } from '../icons.tsx';
import { useDesk } from '../parts.tsx';
import { useAbout } from '../queries.ts';

/** What runs here, and what is wrong with it: always in sight, never to be clicked away. */
export function ModeBanner() {
  const { t, i18n } = useTranslation();
  const about = useAbout().data;
  if (!about || (about.mode === 'production' && about.warnings.length === 0)) return null;

  const word = (code: string) =>
    i18n.exists(`warnings.${code}`) ? t(`warnings.${code}`) : t('warnings.unknown', { code });
  return (
    <section className="banners" aria-label={t('warnings.heading')}>
      {about.mode !== 'production' && (
        <p className="banner" data-tone="mode">
          {t(`mode.${about.mode}`)}
        </p>
      )}
      {about.warnings.length > 0 && (
        <ul className="banner" data-tone="warning">
          {about.warnings.map((code) => (
            <li key={code}>{word(code)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function LinkBanner() {
  const { t } = useTranslation();
  const link = useDesk((state) => state.link);
  return (
    <section role="status" aria-label={t('link.label')}>
      {link === 'lost' && <Lost />}
    </section>
  );
}

/** A minute without a sign of a counsellor gives the children to the others; a part of it is over before the page knows. */
const GIVEN_BACK_MS = 30_000;

function Lost() {
  const { t } = useTranslation();
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), GIVEN_BACK_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="banner" data-tone="lost">
      <SignalOffIcon />
      <span>
        <strong>{t('link.lost')}</strong> {t(long ? 'link.lost-long' : 'link.lost-more')}
      </span>
    </p>
  );
}
