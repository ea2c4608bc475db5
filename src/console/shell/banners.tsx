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
      {link === 'lost' && (
        <p className="banner" data-tone="lost">
          <SignalOffIcon />
          <span>
            <strong>{t('link.lost')}</strong> {t('link.lost-more')}
          </span>
        </p>
      )}
    </section>
  );
}
