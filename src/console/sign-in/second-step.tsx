import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Session, type ShowFactor } from '../../http/api.ts';
import { askForPasskey, canUsePasskeys } from '../account/passkey.ts';
import type { ApiFailure } from '../api/client.ts';
import type { FactorAsked } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';
import { useTitle } from '../shell/use-title.ts';
import { textOf } from '../state/text-of.ts';
import { EntryPage } from './entry-page.tsx';

interface SecondStepProps {
  readonly asked: FactorAsked;
  readonly onBack: () => void;
}

/** What comes after the password: a passkey, a code of the app, or one of the recovery codes. */
export function SecondStep({ asked, onBack }: SecondStepProps) {
  useTitle('title.sign-in');
  const { t } = useTranslation();
  const { show, busy, problem, fail } = useShow(asked.ticket);
  const passkey = asked.methods.includes('passkey') && canUsePasskeys();
  const onPasskey = async () => {
    fail(null);
    const response = asked.passkey === null ? null : await askForPasskey(asked.passkey);
    if (response === null) return fail('no-passkey');
    await show({ kind: 'passkey', response });
  };
  return (
    <EntryPage heading={t('second-step.heading')} lead={t('second-step.lead')}>
      {problem && (
        <p className="problem" role="alert">
          {t(`second-step.${problem}`)}
        </p>
      )}
      {passkey && (
        <div className="form">
          <Button size="md" loading={busy} fullWidth onClick={() => void onPasskey()}>
            {t('second-step.passkey')}
          </Button>
        </div>
      )}
      <CodeForm asked={asked} busy={busy} onCode={show} />
      <p className="quiet entry-foot">
        <button type="button" className="link" onClick={onBack}>
          {t('second-step.back')}
        </button>
      </p>
    </EntryPage>
  );
}

type Shown = z.infer<typeof ShowFactor>['shown'];

interface CodeFormProps {
  readonly asked: FactorAsked;
  readonly busy: boolean;
  readonly onCode: (shown: Shown) => Promise<void>;
}

function CodeForm({ asked, busy, onCode }: CodeFormProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'totp' | 'recovery'>(
    asked.methods.includes('totp') ? 'totp' : 'recovery',
  );
  if (!asked.methods.includes(kind)) return null;
  const other = kind === 'totp' ? 'recovery' : 'totp';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget), 'code');
    void onCode({ kind, code: kind === 'totp' ? code.replaceAll(/\s/g, '') : code });
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextInput
        key={kind}
        name="code"
        label={t(`second-step.${kind}`)}
        description={t(`second-step.${kind}-help`)}
        autoComplete="one-time-code"
        inputMode={kind === 'totp' ? 'numeric' : 'text'}
        maxLength={40}
        size="md"
        required
        withAsterisk={false}
        autoFocus
      />
      <Button
        type="submit"
        size="md"
        variant={asked.methods.includes('passkey') ? 'default' : 'filled'}
        loading={busy}
        fullWidth
      >
        {t('second-step.submit')}
      </Button>
      {asked.methods.includes(other) && (
        <button type="button" className="link" onClick={() => setKind(other)}>
          {t(`second-step.use-${other}`)}
        </button>
      )}
    </form>
  );
}

type Problem = 'wrong' | 'too-many' | 'unreachable' | 'failed' | 'no-passkey';

function useShow(ticket: string) {
  const { api, store } = useParts();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const show = async (shown: Shown) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const body = { ticket, shown };
    const result = await api.read({ method: 'POST', path: 'session/factor', body }, Session);
    setBusy(false);
    if (!result.ok) return setProblem(problemOf(result.error));
    store.signedIn(result.value.me.id);
    queries.setQueryData(SESSION_KEY, result.value);
  };
  return { show, busy, problem, fail: setProblem };
}

function problemOf(failure: ApiFailure): Problem {
  if (failure.kind === 'signed-out') return 'wrong';
  if (failure.kind === 'unreachable') return 'unreachable';
  return failure.status === 429 ? 'too-many' : 'failed';
}
