import { useTranslation } from 'react-i18next';
import type { QueueCard } from '../api/types.ts';
import { BandIcons, ChannelIcons, RaisedIcon } from '../icons.tsx';
import { useCodeWords } from './wording.ts';

/** Urgency as word, shape and colour. */
export function BandTag({ band }: { readonly band: QueueCard['band'] }) {
  const { t } = useTranslation();
  const Icon = BandIcons[band];
  return (
    <span className="band" data-band={band}>
      <Icon size={15} />
      {t(`band.${band}`)}
    </span>
  );
}

export function RaisedTag() {
  const { t } = useTranslation();
  return (
    <span className="raised" title={t('queue.raised-more')}>
      <RaisedIcon size={14} />
      {t('queue.raised')}
    </span>
  );
}

/** The child writes a language that I said I do not write. */
export function OtherLanguageTag() {
  const { t } = useTranslation();
  return <p className="other-language">{t('queue.other-language')}</p>;
}

type Way = Pick<QueueCard, 'channel' | 'language'>;

export function ChannelAndLanguage({ channel, language }: Way) {
  const { t } = useTranslation();
  const words = useCodeWords();
  const Icon = ChannelIcons[channel];
  return (
    <span className="way">
      <Icon size={15} />
      <span>{t(`channel.${channel}`)}</span>
      <span aria-hidden="true">·</span>
      <span>{words.language(language)}</span>
    </span>
  );
}

export function Handle({ handle }: { readonly handle: string }) {
  return (
    <span className="handle" translate="no">
      {handle}
    </span>
  );
}
