import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RecoveryCodes } from '../../http/api.ts';
import { Card } from './card.tsx';
import type { FactorCardProps } from './totp-card.tsx';
import { useAccountAct } from './use-account-act.tsx';

export function RecoveryCard({ account, onCodes }: FactorCardProps) {
  const { t } = useTranslation();
  const { read, busy, problem } = useAccountAct();
  const renew = async () => {
    const made = await read({ method: 'POST', path: 'me/recovery', body: {} }, RecoveryCodes);
    if (made?.recovery) onCodes(made.recovery);
  };
  return (
    <Card
      heading={t('account.recovery')}
      about={t('account.recovery-about', { n: account.recovery })}
      problem={problem}
    >
      <div className="acts">
        <Button variant="default" loading={busy} onClick={renew}>
          {t('account.recovery-renew')}
        </Button>
      </div>
    </Card>
  );
}

interface ShownCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Shown once; on paper is best. */
export function ShownCodes({ codes, onKept }: ShownCodesProps) {
  const { t } = useTranslation();
  return (
    <Card heading={t('account.codes')} about={t('account.codes-about')}>
      <ul className="codes" role="status">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="acts">
        <Button onClick={onKept}>{t('account.codes-kept')}</Button>
        <Button variant="default" onClick={() => window.print()}>
          {t('account.codes-print')}
        </Button>
      </div>
    </Card>
  );
}
