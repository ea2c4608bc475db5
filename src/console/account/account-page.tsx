import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { may } from '../../domain/staff/policy.ts';
import type { Account, Session } from '../api/types.ts';
import { BackIcon } from '../icons.tsx';
import { useOwnAccount } from '../queries.ts';
import { LinkBanner, ModeBanner } from '../shell/banners.tsx';
import { CallBanner } from '../shell/call-banner.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { LoadFailed, Loading } from '../shell/load-state.tsx';
import { useTitle } from '../shell/use-title.ts';
import { ConfirmPassword } from './confirm-password.tsx';
import { LanguagesCard } from './languages-card.tsx';
import { PasskeysCard } from './passkeys-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { RecoveryCard, ShownCodes } from './recovery-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { TotpCard } from './totp-card.tsx';

/** The own account: what protects it, and where it is open. */
export function AccountPage({ session }: { readonly session: Session }) {
  useTitle('title.account');
  const { t } = useTranslation();
  const account = useOwnAccount();
  const open = account.data && (!account.data.required || protectedBy(account.data));
  return (
    <ConfirmPassword>
      <div className="page">
        <ModeBanner />
        <LinkBanner />
        <CallBanner always />
        <main className="page-main">
          <div className="page-top">
            {open ? (
              <Link className="page-back" to="/">
                <BackIcon /> {t('account.to-desk')}
              </Link>
            ) : (
              <span />
            )}
            <LanguageSwitch />
          </div>
          <h1>{t('title.account')}</h1>
          <p className="quiet">
            {session.me.alias} · {session.me.name} · {t(`header.role.${session.me.role}`)}
          </p>
          {open && may(session.me.role, 'see-campaigns') && (
            <p>
              <Link to="/posters">{t('posters.open')}</Link>
            </p>
          )}
          {account.data && !open && <p className="notice">{t('account.must-set-up')}</p>}
          {account.isError && <LoadFailed onAgain={() => void account.refetch()} />}
          {account.isPending && <Loading />}
          {account.data && (
            <Cards
              account={account.data}
              writes={Boolean(open) && may(session.me.role, 'set-presence')}
            />
          )}
        </main>
      </div>
    </ConfirmPassword>
  );
}

const protectedBy = ({ totp, passkeys }: Account) => totp || passkeys.length > 0;

interface CardsProps {
  readonly account: Account;
  /** With children. */
  readonly writes: boolean;
}

function Cards({ account, writes }: CardsProps) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <div className="account-cards">
      {codes && <ShownCodes codes={codes} onKept={() => setCodes(null)} />}
      {writes && <LanguagesCard account={account} />}
      <TotpCard account={account} onCodes={setCodes} />
      <PasskeysCard account={account} onCodes={setCodes} />
      {protectedBy(account) && <RecoveryCard account={account} onCodes={setCodes} />}
      <PasswordCard />
      <SessionsCard account={account} />
    </div>
  );
}
