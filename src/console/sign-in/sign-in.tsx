import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { SignInAnswer } from '../../http/api.ts';
import type { ApiFailure } from '../api/client.ts';
import type { FactorAsked } from '../api/types.ts';
import { useDesk, useParts } from '../parts.tsx';
import { SESSION_KEY, useSession } from '../queries.ts';
import { useTitle } from '../shell/use-title.ts';
import { leadsTo } from '../state/came-from.ts';
import { textOf } from '../state/text-of.ts';
import { EntryPage } from './entry-page.tsx';
import { SecondStep } from './second-step.tsx';

export function SignIn() {
  useTitle('title.sign-in');
  const { t } = useTranslation();
  const session = useSession();
  const { state } = useLocation();
  const expired = useDesk((state) => state.person !== null);
  const [asked, setAsked] = useState<FactorAsked | null>(null);
  if (session.data) return <Navigate to={leadsTo(state, session.data.me.id)} replace />;
  if (asked) return <SecondStep asked={asked} onBack={() => setAsked(null)} />;

  return (
    <EntryPage heading={t('sign-in.heading')}>
      {expired && (
        <p className="notice" role="status">
          {t('sign-in.expired')}
        </p>
      )}
      <SignInForm onAsked={setAsked} />
      <p className="quiet entry-foot">{t('sign-in.forgot')}</p>
    </EntryPage>
  );
}

type OnAsked = (asked: FactorAsked) => void;

function SignInForm({ onAsked }: { readonly onAsked: OnAsked }) {
  const { t } = useTranslation();
  const { submit, busy, problem } = useSignIn(onAsked);
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      {problem && (
        <p className="problem" role="alert">
          {t(`sign-in.${problem}`)}
        </p>
      )}
      <TextInput
        name="name"
        label={t('sign-in.name')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        size="md"
        required
        withAsterisk={false}
        autoFocus
      />
      <PasswordInput
        name="password"
        label={t('sign-in.password')}
        autoComplete="current-password"
        maxLength={200}
        size="md"
        required
        withAsterisk={false}
      />
      <Button type="submit" size="md" loading={busy} fullWidth>
        {t('sign-in.submit')}
      </Button>
    </form>
  );
}

type Problem = 'wrong' | 'too-many' | 'unreachable' | 'failed';

function useSignIn(onAsked: OnAsked) {
  const { api, store } = useParts();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (running.current) return;
    running.current = true;
    const form = new FormData(event.currentTarget);
    const body = { name: textOf(form, 'name').trim(), password: textOf(form, 'password') };
    setBusy(true);
    setProblem(null);
    const result = await api.read({ method: 'POST', path: 'session', body }, SignInAnswer);
    running.current = false;
    setBusy(false);
    if (!result.ok) return setProblem(problemOf(result.error));
    if ('ticket' in result.value) return onAsked(result.value);
    store.signedIn(result.value.me.id);
    queries.setQueryData(SESSION_KEY, result.value);
  };
  return { submit, busy, problem };
}

function problemOf(failure: ApiFailure): Problem {
  if (failure.kind === 'signed-out') return 'wrong';
  if (failure.kind === 'unreachable') return 'unreachable';
  return failure.status === 429 ? 'too-many' : 'failed';
}
