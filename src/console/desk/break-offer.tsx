import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BREAKS } from '../../http/api.ts';
import { useParts } from '../parts.tsx';
import { QUEUE_KEY } from '../queries.ts';

/** After a talk about danger or self-harm: some minutes for oneself. The conversations in hand stay. */
export function BreakOffer() {
  const { t } = useTranslation();
  const { store } = useParts();
  const { take, busy, failed } = useBreak();
  return (
    <section className="break-offer" aria-labelledby="break-title">
      <h3 id="break-title">{t('break.heading')}</h3>
      <p className="quiet">{t('break.lead')}</p>
      {failed && (
        <p className="problem" role="alert">
          {t('conversation.acting-failed')}
        </p>
      )}
      <div className="break-acts">
        {BREAKS.map((minutes) => (
          <Button
            key={minutes}
            variant="default"
            size="compact-md"
            disabled={busy}
            onClick={() => void take(minutes)}
          >
            {t('break.take', { n: minutes })}
          </Button>
        ))}
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          onClick={() => store.offerBreak(false)}
        >
          {t('break.no')}
        </Button>
      </div>
    </section>
  );
}

function useBreak() {
  const { api, store } = useParts();
  const queries = useQueryClient();
  const [state, setState] = useState({ busy: false, failed: false });
  const take = async (minutes: number) => {
    setState({ busy: true, failed: false });
    const result = await api.act({ method: 'POST', path: 'break', body: { minutes } });
    await queries.invalidateQueries({ queryKey: QUEUE_KEY });
    setState({ busy: false, failed: !result.ok });
    if (result.ok) store.offerBreak(false);
  };
  return { take, ...state };
}
