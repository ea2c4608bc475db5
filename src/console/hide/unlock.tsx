import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';
import { textOf } from '../state/text-of.ts';
import { tellWindows } from './windows.ts';

/** The password opens a locked desk again. */
export function Unlock() {
  const { t } = useTranslation();
  const { api, hide, queries } = useParts();
  const [problem, setProblem] = useState<'confirm-wrong' | 'problem.failed' | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = textOf(new FormData(event.currentTarget), 'password');
    setBusy(true);
    const result = await api.act({ method: 'POST', path: 'me/confirm', body: { password } });
    setBusy(false);
    if (!result.ok) {
      return setProblem(result.error.kind === 'refused' ? 'confirm-wrong' : 'problem.failed');
    }
    hide.show();
    hide.setLocking(false);
    tellWindows('unlocked');
    await queries.refetchQueries({ queryKey: SESSION_KEY });
    await queries.invalidateQueries();
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <PasswordInput
        name="password"
        label={t('sign-in.password')}
        autoComplete="current-password"
        error={problem && t(`account.${problem}`)}
        autoFocus
      />
      <Button type="submit" loading={busy}>
        {t('hide.unlock')}
      </Button>
    </form>
  );
}
