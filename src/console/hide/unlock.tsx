import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';
import { textOf } from '../state/text-of.ts';

/** The password opens a locked desk again. */
export function Unlock() {
  const { t } = useTranslation();
  const { api, hide, queries } = useParts();
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = textOf(new FormData(event.currentTarget), 'password');
    setBusy(true);
    const result = await api.act({ method: 'POST', path: 'me/confirm', body: { password } });
    setBusy(false);
    if (!result.ok) return setWrong(true);
    hide.show();
    await queries.refetchQueries({ queryKey: SESSION_KEY });
    await queries.invalidateQueries();
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <PasswordInput
        name="password"
        label={t('sign-in.password')}
        autoComplete="current-password"
        error={wrong ? t('account.confirm-wrong') : null}
        autoFocus
      />
      <Button type="submit" loading={busy}>
        {t('hide.unlock')}
      </Button>
    </form>
  );
}
