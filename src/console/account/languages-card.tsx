import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api/types.ts';
import { ChipsMany } from '../desk/chips.tsx';
import { useCodeWords } from '../desk/wording.ts';
import { QUEUE_KEY, useAbout } from '../queries.ts';
import { Card } from './card.tsx';
import { useAccountAct } from './use-account-act.tsx';

/** In which languages I write with children; a wish of the desk, never a lock. */
export function LanguagesCard({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const words = useCodeWords();
  const queries = useQueryClient();
  const languages = useAbout().data?.languages;
  const { act, busy, problem } = useAccountAct();
  const [chosen, setChosen] = useState<readonly string[]>(account.writes);
  const [done, setDone] = useState(false);
  // Saved without knowing them it would wipe what was chosen.
  if (languages === undefined) return null;
  const choose = (writes: readonly string[]) => {
    setDone(false);
    setChosen(writes);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setDone(false);
    const body = { writes: chosen.filter((one) => languages.includes(one)) };
    if (!(await act({ method: 'PUT', path: 'me/languages', body }))) return;
    setDone(true);
    void queries.invalidateQueries({ queryKey: QUEUE_KEY });
  };
  return (
    <Card heading={t('account.languages')} about={t('account.languages-about')} problem={problem}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <ChipsMany
          label={t('account.languages-mine')}
          options={languages}
          value={chosen}
          word={words.language}
          onChange={choose}
        />
        <div className="acts">
          <Button type="submit" variant="default" loading={busy}>
            {t('account.languages-save')}
          </Button>
        </div>
        <p className="quiet" role="status">
          {done && `${t('account.languages-done')} `}
          {chosen.length === 0 && t('account.languages-none')}
        </p>
      </form>
    </Card>
  );
}
