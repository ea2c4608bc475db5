import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '../api/types.ts';
import { dateOf } from '../desk/time-of.ts';
import { UI_LANGUAGES } from '../i18n.ts';
import { ChannelIcons } from '../icons.tsx';

const FORMATS = ['poster', 'cards'] as const;

/** One place: what to print, what to share, and how many came. */
export function CampaignCard({ campaign }: { readonly campaign: Campaign }) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const { code, label, since, came, links } = campaign;
  return (
    <section className="account-card campaign" aria-labelledby={id}>
      <h2 id={id}>
        <span dir="auto">{label}</span> <code>{code}</code>
      </h2>
      <p className="quiet">
        {t('posters.since', { since: dateOf(Date.parse(since), i18n.language) })} ·{' '}
        {came === null ? t('posters.few') : t('posters.came', { came })}
      </p>
      <ul className="sheets">
        {FORMATS.flatMap((format) =>
          UI_LANGUAGES.map((language) => (
            <li key={`${format}-${language}`}>
              <a href={sheetOf(code, format, language)} target="_blank" rel="noreferrer">
                {t(`posters.${format}`)} · <span lang={language}>{t(`language.${language}`)}</span>
              </a>
            </li>
          )),
        )}
      </ul>
      <ul className="links">
        {links.map(({ channel, url }) => (
          <Reach key={channel} channel={channel} url={url} />
        ))}
      </ul>
    </section>
  );
}

/** Opens in a tab of its own, where the browser prints it or saves it as PDF. */
function sheetOf(code: string, format: string, language: string): string {
  return `/api/campaigns/${code}/sheet?${new URLSearchParams({ language, format })}`;
}

function Reach({ channel, url }: Pick<Campaign['links'][number], 'channel' | 'url'>) {
  const Icon = ChannelIcons[channel];
  return (
    <li>
      <Icon /> <code className="whole">{url}</code>
    </li>
  );
}
