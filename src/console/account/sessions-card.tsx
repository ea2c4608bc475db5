import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api/types.ts';
import { useSignOut } from '../shell/use-sign-out.ts';
import { Card } from './card.tsx';
import { useAccountAct } from './use-account-act.tsx';
import { When } from './when.tsx';

/** Where the account is open. What kind of machine it is, is not kept. */
export function SessionsCard({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const { act, problem, fail } = useAccountAct();
  const signOut = useSignOut('me/sessions');
  const everywhere = async () => {
    if (!(await signOut())) fail('failed');
  };
  return (
    <Card heading={t('account.sessions')} about={t('account.sessions-about')} problem={problem}>
      <ul className="rows">
        {account.sessions.map(({ handle, since, seen, current }) => (
          <li key={handle}>
            <span>{t(current ? 'account.session-here' : 'account.session-other')}</span>
            <span className="quiet">
              {t('account.session-since')} <When at={since} /> · {t('account.session-seen')}{' '}
              <When at={seen} />
            </span>
            {!current && (
              <Button
                variant="default"
                size="xs"
                onClick={() => void act({ method: 'DELETE', path: `me/sessions/${handle}` })}
              >
                {t('account.session-end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="acts">
        <Button variant="default" onClick={() => void everywhere()}>
          {t('account.sessions-end-all')}
        </Button>
      </div>
    </Card>
  );
}
