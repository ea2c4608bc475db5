import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isKeyOf } from '../keys/shortcuts.ts';
import { useParts } from '../parts.tsx';
import { late } from '../shell/late.tsx';
import { useTitle } from '../shell/use-title.ts';

const Unlock = late(async () => (await import('./unlock.tsx')).Unlock);

/** In place of every page: nothing of any conversation is in the page any more. */
export function CoverPage({ locked }: { readonly locked: boolean }) {
  useTitle('title.desk');
  const { t } = useTranslation();
  const { hide, queries } = useParts();
  useEffect(() => {
    // Whoever is there now may not be who was shown it.
    if (locked) queries.removeQueries({ queryKey: ['conversation'] });
  }, [locked, queries]);
  return (
    <main className="cover">
      <h1>{t(locked ? 'hide.locked' : 'hide.hidden')}</h1>
      <p className="quiet">{t('hide.more')}</p>
      {locked ? <Unlock /> : <ShowAgain onShow={hide.show} />}
    </main>
  );
}

function ShowAgain({ onShow }: { readonly onShow: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isKeyOf('show', event)) onShow();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [onShow]);
  return (
    <Button onClick={onShow} autoFocus>
      {t('hide.show')}
    </Button>
  );
}
