import type { ReactNode } from 'react';
import type { Referral } from '../api/types.ts';
import { useReferWords } from './words.ts';

interface ServiceCardProps {
  readonly service: Referral;
  readonly children: ReactNode;
}

/** In both languages, side by side: what the child sees, and what the counsellor reads. */
export function ServiceCard({ service, children }: ServiceCardProps) {
  const { t } = useReferWords();
  const { kind, reach, cost, example, checked, until } = service;
  return (
    <li className="card service-card">
      <p className="card-top">
        <strong>{t(`kinds.${kind}`)}</strong>
        {reach !== null && <span className="figures">{reach}</span>}
        <span className="quiet">{t(`cost.${cost}`)}</span>
      </p>
      <div className="service-languages">
        {(['km', 'en'] as const).map((language) => (
          <dl key={language} lang={language}>
            <dt>{service.name[language]}</dt>
            <dd>{service.about[language]}</dd>
            <dd className="quiet">
              {service.serves[language]} · {service.hours[language]}
            </dd>
          </dl>
        ))}
      </div>
      <p className="card-foot">
        <span className="quiet">
          {example ? t('example') : t('checked', { day: checked, until })}
        </span>
        <span className="card-gap" />
        {children}
      </p>
    </li>
  );
}
