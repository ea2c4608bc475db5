import { ActionIcon } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { may } from '../../domain/staff/policy.ts';
import { SoundControl } from '../alerts/sound-control.tsx';
import type { Me } from '../api/types.ts';
import { EyeOffIcon, LeftIcon, Mark } from '../icons.tsx';
import { DeskKeys } from '../keys/desk-keys.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { useQueue } from '../queries.ts';
import { holdsUnsent } from '../state/desk-store.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { PresenceSwitch } from './presence-switch.tsx';
import { useSignOut } from './use-sign-out.ts';

export function Header({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  return (
    <header className="header">
      <span className="brand">
        <Mark />
        <span className="brand-name">Tvear</span>
      </span>
      <PresenceSwitch />
      <span className="header-gap" />
      <SoundControl />
      <HideButton />
      <DeskKeys />
      {may(me.role, 'see-campaigns') && (
        <Link className="header-link" to="/posters">
          {t('posters.open')}
        </Link>
      )}
      <LanguageSwitch />
      <Account me={me} />
    </header>
  );
}

function HideButton() {
  const { t } = useTranslation();
  const { hide } = useParts();
  return (
    <button
      type="button"
      className="badge-button"
      aria-label={t('keys.act.hide')}
      title={`${t('keys.act.hide')} (F8)`}
      onClick={() => hide.hide()}
    >
      <EyeOffIcon size={17} />
    </button>
  );
}

function Account({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const signOut = useSignOut();
  const leave = async () => {
    setFailed(false);
    if (await signOut()) return;
    setFailed(true);
    setAsking(true);
  };
  const unsent = useDesk(holdsUnsent);
  const talking = (useQueue().data?.mine.length ?? 0) > 0;
  return (
    <>
      <Link
        className="account"
        to="/account"
        aria-label={`${t('header.account')} ${me.alias}`}
        title={t(`header.role.${me.role}`)}
      >
        <span className="avatar" data-letter={[...me.alias][0]?.toUpperCase()} />
        <span className="account-name" dir="auto">
          {me.alias}
        </span>
      </Link>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('header.sign-out')}
        title={t('header.sign-out')}
        onClick={() => (unsent || talking ? setAsking(true) : void leave())}
      >
        <LeftIcon size={18} />
      </ActionIcon>
      <ConfirmDialog
        opened={asking}
        title={t('confirm.sign-out-title')}
        text={t(unsent || talking ? 'confirm.sign-out-text' : 'confirm.sign-out-again')}
        act={t('confirm.sign-out-act')}
        problem={failed ? t('confirm.sign-out-failed') : null}
        onAct={() => void leave()}
        onCancel={() => {
          setAsking(false);
          setFailed(false);
        }}
      />
    </>
  );
}
