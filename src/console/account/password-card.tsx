import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../state/text-of.ts';
import { Card } from './card.tsx';
import { useAccountAct } from './use-account-act.tsx';

const SHORTEST = 12;

export function PasswordCard() {
  const { t } = useTranslation();
  const { act, busy, problem } = useAccountAct();
  const [wrong, setWrong] = useState<'password' | 'repeat' | null>(null);
  const [done, setDone] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const password = textOf(given, 'password');
    const found = problemIn(password, textOf(given, 'repeat'));
    setWrong(found);
    setDone(false);
    if (found !== null) return;
    if (!(await act({ method: 'PUT', path: 'me/password', body: { password } }))) return;
    form.reset();
    setDone(true);
  };
  const error = (field: 'password' | 'repeat') =>
    wrong === field ? t(`invite.error.${field}`) : null;
  return (
    <Card heading={t('account.password')} about={t('account.password-about')} problem={problem}>
      {done && (
        <p className="notice" role="status">
          {t('account.password-done')}
        </p>
      )}
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <PasswordInput
          name="password"
          label={t('account.password-new')}
          description={t('invite.password-help')}
          autoComplete="new-password"
          maxLength={200}
          error={error('password')}
        />
        <PasswordInput
          name="repeat"
          label={t('invite.repeat')}
          autoComplete="new-password"
          maxLength={200}
          error={error('repeat')}
        />
        <div className="acts">
          <Button type="submit" variant="default" loading={busy}>
            {t('account.password-submit')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function problemIn(password: string, repeat: string): 'password' | 'repeat' | null {
  if ([...password].length < SHORTEST) return 'password';
  return password === repeat ? null : 'repeat';
}
