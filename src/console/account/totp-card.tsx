import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { RecoveryCodes, TotpSetUp } from '../../http/api.ts';
import type { Account } from '../api/types.ts';
import { textOf } from '../state/text-of.ts';
import { Card } from './card.tsx';
import { useAccountAct } from './use-account-act.tsx';

export interface FactorCardProps {
  readonly account: Account;
  /** New recovery codes, to be shown once. */
  readonly onCodes: (codes: readonly string[]) => void;
}

export function TotpCard({ account, onCodes }: FactorCardProps) {
  const { t } = useTranslation();
  const [setUp, setSetUp] = useState<z.infer<typeof TotpSetUp> | null>(null);
  const { read, act, busy, problem } = useAccountAct();
  const begin = async () =>
    setSetUp(await read({ method: 'POST', path: 'me/totp', body: {} }, TotpSetUp));
  const confirm = async (code: string) => {
    const body = { code };
    const made = await read({ method: 'POST', path: 'me/totp/confirm', body }, RecoveryCodes);
    if (made === null) return;
    setSetUp(null);
    if (made.recovery) onCodes(made.recovery);
  };
  return (
    <Card
      heading={t('account.totp')}
      about={t('account.totp-about')}
      on={account.totp}
      problem={problem}
    >
      {setUp ? (
        <SetUp setUp={setUp} busy={busy} onCode={confirm} />
      ) : (
        <div className="acts">
          <Button variant={account.totp ? 'default' : 'filled'} loading={busy} onClick={begin}>
            {t(account.totp ? 'account.totp-again' : 'account.totp-begin')}
          </Button>
          {account.totp && (
            <Button
              variant="default"
              onClick={() => void act({ method: 'DELETE', path: 'me/totp' })}
            >
              {t('account.remove')}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

interface SetUpProps {
  readonly setUp: z.infer<typeof TotpSetUp>;
  readonly busy: boolean;
  readonly onCode: (code: string) => Promise<void>;
}

function SetUp({ setUp, busy, onCode }: SetUpProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void onCode(textOf(new FormData(event.currentTarget), 'code'));
  };
  return (
    <form className="form set-up" onSubmit={submit}>
      <p>{t('account.totp-scan')}</p>
      <img
        className="qr"
        src={`data:image/svg+xml;base64,${btoa(setUp.qr)}`}
        alt={t('account.totp-qr')}
        width={184}
        height={184}
      />
      <p className="quiet">{t('account.totp-type')}</p>
      <code className="secret">{setUp.secret.match(/.{1,4}/g)?.join(' ')}</code>
      <TextInput
        name="code"
        label={t('second-step.totp')}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        required
        withAsterisk={false}
        autoFocus
      />
      <Button type="submit" loading={busy}>
        {t('account.totp-confirm')}
      </Button>
    </form>
  );
}
