import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Session } from '../../http/api.ts';
import type { ApiFailure } from '../api/client.ts';
import { useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';
import { useTitle } from '../shell/use-title.ts';
import { type AccountProblems, checkAccount, type NewAccount } from '../state/new-account.ts';
import { textOf } from '../state/text-of.ts';
import { EntryPage } from './entry-page.tsx';

export function AcceptInvitation() {
  useTitle('title.invite');
  const { t } = useTranslation();
  const { invitation } = useParts();
  if (invitation === null) {
    return (
      <EntryPage heading={t('title.invite')}>
        <p className="notice">{t('invite.no-token')}</p>
        <Link to="/sign-in">{t('invite.to-sign-in')}</Link>
      </EntryPage>
    );
  }
  return (
    <EntryPage heading={t('invite.heading')} lead={t('invite.lead')}>
      <AccountForm token={invitation} />
    </EntryPage>
  );
}

function AccountForm({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const { submit, busy, problems, failed } = useAccept(token);
  const field = (name: keyof AccountProblems) => ({
    name,
    error: problems[name] ? t(`invite.error.${problems[name]}`) : null,
    'aria-invalid': problems[name] !== undefined,
    size: 'md' as const,
    required: true,
    withAsterisk: false,
  });
  return (
    <form className="form" onSubmit={(event) => void submit(event)} noValidate>
      {failed && (
        <p className="problem" role="alert">
          {t(failed)}
        </p>
      )}
      <TextInput
        {...field('name')}
        label={t('invite.name')}
        description={t('invite.name-help')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
      />
      <TextInput
        {...field('alias')}
        label={t('invite.alias')}
        description={t('invite.alias-help')}
        autoComplete="nickname"
        maxLength={30}
      />
      <PasswordInput
        {...field('password')}
        label={t('invite.password')}
        description={t('invite.password-help')}
        autoComplete="new-password"
        maxLength={200}
      />
      <PasswordInput
        {...field('repeat')}
        label={t('invite.repeat')}
        autoComplete="new-password"
        maxLength={200}
      />
      <Button type="submit" size="md" loading={busy} fullWidth>
        {t('invite.submit')}
      </Button>
    </form>
  );
}

type Failed = 'invite.invalid' | 'sign-in.unreachable' | 'sign-in.too-many' | 'sign-in.failed';

function useAccept(token: string) {
  const { api, store } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<AccountProblems>({});
  const [failed, setFailed] = useState<Failed | null>(null);
  const running = useRef(false);

  const send = async (account: NewAccount) => {
    const { name, alias, password } = account;
    const body = { token, name, alias, password };
    const path = 'invitations/accept';
    const result = await api.read({ method: 'POST', path, body }, Session);
    if (!result.ok && isRefused(result.error, 'name-taken')) return setProblems({ name: 'taken' });
    if (!result.ok && isRefused(result.error, 'sign-in')) {
      return navigate('/sign-in', { replace: true });
    }
    if (!result.ok && isRefused(result.error, 'weak-password')) {
      return setProblems({ password: 'weak' });
    }
    if (!result.ok) return setFailed(failedOf(result.error));
    store.signedIn(result.value.me.id);
    queries.setQueryData(SESSION_KEY, result.value);
    return navigate('/', { replace: true });
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const account = accountOf(new FormData(form));
    const found = checkAccount(account);
    setProblems(found);
    setFailed(null);
    const first = Object.keys(found)[0];
    if (first) return form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    if (running.current) return;
    running.current = true;
    setBusy(true);
    await send(account);
    running.current = false;
    setBusy(false);
  };
  return { submit, busy, problems, failed };
}

const accountOf = (form: FormData): NewAccount => ({
  name: textOf(form, 'name').trim().toLowerCase(),
  alias: textOf(form, 'alias').trim(),
  password: textOf(form, 'password'),
  repeat: textOf(form, 'repeat'),
});

const isRefused = (failure: ApiFailure, error: string) =>
  failure.kind === 'refused' && failure.error === error;

function failedOf(failure: ApiFailure): Failed {
  if (failure.kind === 'unreachable') return 'sign-in.unreachable';
  if (failure.kind === 'refused' && failure.status === 429) return 'sign-in.too-many';
  return failure.kind === 'refused' && failure.status === 404 ? 'invite.invalid' : 'sign-in.failed';
}
