import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParts } from '../parts.tsx';
import { CAMPAIGNS_KEY } from '../queries.ts';
import { textOf } from '../state/text-of.ts';

const SHORTEST = 2;

export function NewCampaignForm() {
  const { t } = useTranslation();
  const { api } = useParts();
  const queries = useQueryClient();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const label = textOf(new FormData(form), 'label').trim();
    if (label.length < SHORTEST) return setState('failed');
    setState('busy');
    const made = await api.act({ method: 'POST', path: 'campaigns', body: { label } });
    setState(made.ok ? 'idle' : 'failed');
    if (!made.ok) return;
    form.reset();
    await queries.invalidateQueries({ queryKey: CAMPAIGNS_KEY });
  };
  return (
    <section className="account-card">
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextInput
          name="label"
          label={t('posters.label')}
          description={t('posters.label-help')}
          maxLength={80}
          autoComplete="off"
          error={state === 'failed' ? t('posters.failed') : null}
        />
        <div className="acts">
          <Button type="submit" variant="default" loading={state === 'busy'}>
            {t('posters.make')}
          </Button>
        </div>
      </form>
    </section>
  );
}
