import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasskeyOptions, RecoveryCodes } from '../../http/api.ts';
import { textOf } from '../state/text-of.ts';
import { Card } from './card.tsx';
import { canUsePasskeys, makePasskey } from './passkey.ts';
import type { FactorCardProps } from './totp-card.tsx';
import { useAccountAct } from './use-account-act.tsx';
import { When } from './when.tsx';

export function PasskeysCard({ account, onCodes }: FactorCardProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { read, act, busy, problem, fail } = useAccountAct();
  const add = async (name: string) => {
    const options = await read(
      { method: 'POST', path: 'me/passkeys/options', body: {} },
      PasskeyOptions,
    );
    if (options === null) return;
    const response = await makePasskey(options);
    if (response === null) return fail('not-taken');
    const body = { name, response };
    const made = await read({ method: 'POST', path: 'me/passkeys', body }, RecoveryCodes);
    if (made === null) return;
    setAdding(false);
    if (made.recovery) onCodes(made.recovery);
  };
  return (
    <Card
      heading={t('account.passkeys')}
      about={t('account.passkeys-about')}
      on={account.passkeys.length > 0}
      problem={problem}
    >
      <ul className="rows">
        {account.passkeys.map(({ handle, name, since }) => (
          <li key={handle}>
            <span dir="auto">{name}</span>
            <When at={since} />
            <Button
              variant="default"
              size="xs"
              aria-label={t('account.remove-one', { name })}
              onClick={() => void act({ method: 'DELETE', path: `me/passkeys/${handle}` })}
            >
              {t('account.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {!canUsePasskeys() && <p className="quiet">{t('account.passkeys-not-here')}</p>}
      {canUsePasskeys() && adding && <NameForm busy={busy} onName={add} />}
      {canUsePasskeys() && !adding && (
        <div className="acts">
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('account.passkeys-add')}
          </Button>
        </div>
      )}
    </Card>
  );
}

interface NameFormProps {
  readonly busy: boolean;
  readonly onName: (name: string) => Promise<void>;
}

function NameForm({ busy, onName }: NameFormProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void onName(textOf(new FormData(event.currentTarget), 'name').trim());
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextInput
        name="name"
        label={t('account.passkeys-name')}
        description={t('account.passkeys-name-help')}
        maxLength={40}
        required
        withAsterisk={false}
        autoFocus
      />
      <Button type="submit" loading={busy}>
        {t('account.passkeys-make')}
      </Button>
    </form>
  );
}
