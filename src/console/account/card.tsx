import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountProblem } from './use-account-act.tsx';

interface CardProps {
  readonly heading: string;
  readonly about: string;
  /** Whether this protects the account now; absent where that is no question. */
  readonly on?: boolean;
  readonly problem?: AccountProblem | null;
  readonly children: ReactNode;
}

export function Card({ heading, about, on, problem, children }: CardProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className="account-card" aria-labelledby={id}>
      <h2 id={id}>
        {heading}
        {on !== undefined && (
          <span className="state" data-on={on}>
            {t(on ? 'account.on' : 'account.off')}
          </span>
        )}
      </h2>
      <p className="quiet">{about}</p>
      {problem && (
        <p className="problem" role="alert">
          {t(`account.problem.${problem}`)}
        </p>
      )}
      {children}
    </section>
  );
}
