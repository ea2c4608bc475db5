import { ActionIcon } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Me } from '../api/types.ts';
import { LeftIcon, Mark } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { SESSION_KEY, useQueue } from '../queries.ts';
import { holdsUnsent } from '../state/desk-store.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { PresenceSwitch } from './presence-switch.tsx';

export function Header({ me }: { readonly me: Me }) {
  return (
    <header className="header">
      <span className="brand">
        <Mark />
        <span className="brand-name">Tvear</span>
      </span>
      <PresenceSwitch />
      <span className="header-gap" />
      <LanguageSwitch />
      <Account me={me} />
    </header>
  );
}

function Account({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const signOut = useSignOut();
  const unsent = useDesk(holdsUnsent);
  const talking = (useQueue().data?.mine.length ?? 0) > 0;
  return (
    <>
      <span className="account" title={t(`header.role.${me.role}`)}>
        <span className="avatar" aria-hidden="true">
          {[...me.alias][0]?.toUpperCase()}
        </span>
        <span className="account-name" dir="auto">
          <span className="sr-only">{t('header.account')} </span>
          {me.alias}
        </span>
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('header.sign-out')}
        title={t('header.sign-out')}
        onClick={() => (unsent || talking ? setAsking(true) : void signOut())}
      >
        <LeftIcon size={18} />
      </ActionIcon>
      <ConfirmDialog
        opened={asking}
        title={t('confirm.sign-out-title')}
        text={t('confirm.sign-out-text')}
        act={t('confirm.sign-out-act')}
        onAct={() => void signOut()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}

function useSignOut(): () => Promise<void> {
  const { api, store } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await api.act({ method: 'DELETE', path: 'session' });
    store.signedOut();
    queries.clear();
    queries.setQueryData(SESSION_KEY, null);
    await navigate('/sign-in', { replace: true });
  };
}
