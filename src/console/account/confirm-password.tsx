import { PasswordInput } from '@mantine/core';
import { createContext, type ReactNode, use, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParts } from '../parts.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';

const ConfirmContext = createContext<() => Promise<boolean>>(() => Promise.resolve(false));

/** Asks for the password once more; true when it was right. */
export const useConfirm = () => use(ConfirmContext);

export function ConfirmPassword({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { api } = useParts();
  const [opened, setOpened] = useState(false);
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const waiting = useRef<((confirmed: boolean) => void) | null>(null);

  const ask = () =>
    new Promise<boolean>((resolve) => {
      waiting.current = resolve;
      setOpened(true);
    });
  const end = (confirmed: boolean) => {
    waiting.current?.(confirmed);
    waiting.current = null;
    setOpened(false);
    setPassword('');
    setWrong(false);
  };
  const submit = async () => {
    setBusy(true);
    const result = await api.act({ method: 'POST', path: 'me/confirm', body: { password } });
    setBusy(false);
    if (result.ok) end(true);
    else setWrong(true);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      <ConfirmDialog
        opened={opened}
        title={t('account.confirm-title')}
        text={t('account.confirm-text')}
        act={t('account.confirm-act')}
        busy={busy}
        problem={wrong ? t('account.confirm-wrong') : null}
        onAct={() => void submit()}
        onCancel={() => end(false)}
      >
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <PasswordInput
            label={t('sign-in.password')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            maxLength={200}
          />
        </form>
      </ConfirmDialog>
    </ConfirmContext>
  );
}
