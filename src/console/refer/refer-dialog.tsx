import './refer.css';
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SERVICE_KINDS } from '../../domain/directory/kinds.ts';
import { PROVINCES } from '../../domain/directory/provinces.ts';
import * as schema from '../../http/api.ts';
import type { Conversation, Referral } from '../api/types.ts';
import { useCodeWords } from '../desk/wording.ts';
import { useParts } from '../parts.tsx';
import { PlainDialog } from '../shell/plain-dialog.tsx';
import { placesFor } from './places-for.ts';
import { ServiceCard } from './service-card.tsx';
import { useRefer } from './use-refer.ts';
import { useReferWords } from './words.ts';

interface ReferDialogProps {
  readonly conversation: Conversation;
  readonly onDone: () => void;
}

/** Searches what may be shown now, and puts one card into the chat. */
export function ReferDialog({ conversation, onDone }: ReferDialogProps) {
  const { t } = useReferWords();
  const { i18n } = useTranslation();
  const words = useCodeWords();
  const chosen = conversation.brief.find(({ name }) => name === 'province')?.value ?? '';
  const [province, setProvince] = useState(chosen);
  const [kind, setKind] = useState('');
  const services = useReferrals();
  const found = placesFor(services.data ?? [], { province, kind });
  const { refer, busy, said } = useRefer(conversation.id);
  const language = i18n.language === 'km' ? 'km' : 'en';
  return (
    <PlainDialog opened title={t('title')} onClose={onDone}>
      <p className="quiet">
        {t('text')} {t('in', { language: words.language(conversation.language) })}
      </p>
      {conversation.discreet && <p className="problem">{t('shared')}</p>}
      <div className="refer-search">
        <NativeSelect
          label={t('province')}
          value={province}
          onChange={(event) => setProvince(event.currentTarget.value)}
          data={[
            { value: '', label: t('anywhere') },
            ...PROVINCES.map(({ code, ...names }) => ({ value: code, label: names[language] })),
          ]}
        />
        <NativeSelect
          label={t('kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[
            { value: '', label: t('any-kind') },
            ...SERVICE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
          ]}
        />
      </div>
      <p role="status">
        {said !== null && t(said.words, { name: said.name })}{' '}
        {services.data && (found.length === 0 ? t('none') : t('shows', { n: found.length }))}
        {services.isError && t('failed')}
      </p>
      <ul className="cards refer-cards">
        {found.map((service) => (
          <ServiceCard key={service.id} service={service}>
            <Button
              size="compact-sm"
              disabled={busy}
              aria-label={t('put-one', { name: service.name[language] })}
              onClick={() => void refer(service.id, service.name[language])}
            >
              {t('put')}
            </Button>
          </ServiceCard>
        ))}
      </ul>
    </PlainDialog>
  );
}

/** Read anew each time: a row may have been withdrawn a moment ago. */
function useReferrals() {
  const { api } = useParts();
  return useQuery({
    queryKey: ['referrals'],
    queryFn: async (): Promise<readonly Referral[]> => {
      const read = await api.read({ method: 'GET', path: 'referrals' }, schema.Referrals);
      if (!read.ok) throw new Error(read.error.kind);
      return read.value.services;
    },
    staleTime: 0,
  });
}
