import './guidance.css';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GUIDANCE_PARTS } from '../../domain/counsel/guidance.ts';
import { CATEGORIES } from '../../domain/record/record.ts';
import * as schema from '../../http/api.ts';
import type { Conversation, Guidance } from '../api/types.ts';
import { useCodeWords } from '../desk/wording.ts';
import { useDesk, useParts } from '../parts.tsx';
import { useGuidanceWords } from './words.ts';

/** What helps in a talk like this: by the counsellor's own classification, else by what the child chose. */
export function GuidancePanel({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useGuidanceWords();
  const words = useCodeWords();
  const book = useGuidance();
  const given = useCategory(conversation);
  const [looked, setLooked] = useState<string | null>(null);
  const category = looked ?? given ?? '';
  if (book === undefined || Object.keys(book).length === 0) return null;
  const guidance = book[category];
  return (
    <section className="brief-part guidance">
      <h3>{t('heading')}</h3>
      <NativeSelect
        label={t('for')}
        value={category in book ? category : ''}
        onChange={(event) => setLooked(event.currentTarget.value)}
        data={[
          { value: '', label: '–' },
          ...CATEGORIES.map((value) => ({ value, label: words.reason(value) })),
        ]}
      />
      {guidance !== undefined && <Parts guidance={guidance} />}
    </section>
  );
}

function Parts({ guidance }: { readonly guidance: Guidance }) {
  const { t } = useGuidanceWords();
  const unsigned = GUIDANCE_PARTS.some((part) => guidance[part].some(({ signed }) => !signed));
  return (
    <>
      {GUIDANCE_PARTS.map((part) => (
        <div key={part} data-part={part}>
          <h4>{t(`parts.${part}`)}</h4>
          <ul>
            {guidance[part].map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      ))}
      {unsigned && <p className="quiet">{t('unsigned')}</p>}
    </>
  );
}

function useCategory({ id, reason, wrapUp, wrapUpDraft }: Conversation): string | null {
  const filled = useDesk((state) => state.wrapUps[id]);
  return (filled ?? wrapUp ?? wrapUpDraft)?.category ?? reason;
}

function useGuidance(): Readonly<Record<string, Guidance>> | undefined {
  const { api } = useParts();
  const { i18n } = useTranslation();
  const language = i18n.language === 'km' ? 'km' : 'en';
  return useQuery({
    queryKey: ['guidance', language],
    queryFn: async () => {
      const path = `guidance?language=${language}`;
      const read = await api.read({ method: 'GET', path }, schema.GuidanceOf);
      if (!read.ok) throw new Error(read.error.kind);
      return read.value.guidance;
    },
  }).data;
}
