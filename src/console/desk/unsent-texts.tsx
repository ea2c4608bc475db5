import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useParts } from '../parts.tsx';
import type { Unsent } from '../state/desk-store.ts';

/** What was written for children who are in other hands by now: not sent, with the reason, until it is put away. */
export function UnsentTexts() {
  const unsent = useDesk((state) => state.unsent);
  return (
    <div role="status">
      {Object.entries(unsent).map(([id, one]) => (
        <UnsentText key={id} id={id} unsent={one} />
      ))}
    </div>
  );
}

function UnsentText({ id, unsent }: { readonly id: string; readonly unsent: Unsent }) {
  const { t } = useTranslation();
  const { store } = useParts();
  const [copied, setCopied] = useState(false);
  const { handle, why, text } = unsent;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <section className="unsent" aria-label={t('unsent.title', { handle })}>
      <p>
        <strong>{t('unsent.title', { handle })}.</strong> {t(`unsent.why.${why}`)}
      </p>
      <p className="unsent-text" dir="auto">
        {text}
      </p>
      <p className="unsent-acts">
        <Button size="compact-sm" variant="default" onClick={() => void copy().catch(() => {})}>
          {t(copied ? 'unsent.copied' : 'unsent.copy')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => store.putAway(id)}>
          {t('send.discard')}
        </Button>
      </p>
    </section>
  );
}
