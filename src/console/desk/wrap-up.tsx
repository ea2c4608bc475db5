import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  AGE_BANDS,
  CATEGORIES,
  CONTACT_KINDS,
  EMPTY_WRAP_UP,
  GENDERS,
  REFERRALS,
} from '../../domain/record/record.ts';
import type { Conversation, WrapUpBody } from '../api/types.ts';
import { FrictionAct } from '../friction/friction-slot.tsx';
import { LeftIcon } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { conversationKey, QUEUE_KEY } from '../queries.ts';
import { ARRIVED } from '../shell/arrival.ts';
import { isUrgent } from '../state/news.ts';
import { ChipsMany, ChipsOne } from './chips.tsx';
import { useCodeWords } from './wording.ts';
import { LaterButton } from './wrap-up-later.tsx';

const RISKS = ['none', 'some', 'high'] as const;
const QUICK = CONTACT_KINDS.filter((kind) => kind !== 'counselling');

/** Opens at once when a talk has ended. Closed lists only; every field but the first may stay open. */
export function WrapUp({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { id } = conversation;
  const { store } = useParts();
  const filled = useDesk((state) => state.wrapUps[id]);
  const form = filled ?? conversation.wrapUpDraft ?? EMPTY_WRAP_UP;
  const kept = useAutosave(id, filled);
  const { save, saving, failed } = useSaveWrapUp(conversation);
  const change = (part: Partial<WrapUpBody>) => store.setWrapUp(id, { ...form, ...part });
  return (
    <form
      className="wrap-up"
      aria-labelledby="wrap-up-title"
      onSubmit={(event) => {
        event.preventDefault();
        void save(form);
      }}
    >
      <WrapUpHead how={conversation.ended?.how ?? 'closed'} />
      <div className="quick">
        <p id="quick-label">{t('wrap-up.quick')}</p>
        {QUICK.map((contact) => (
          <Button
            key={contact}
            variant="default"
            size="compact-sm"
            disabled={saving}
            onClick={() => void save({ ...EMPTY_WRAP_UP, contact, referredTo: form.referredTo })}
          >
            {t(`wrap-up.contacts.${contact}`)}
          </Button>
        ))}
        <FrictionAct conversation={conversation} />
      </div>
      <WrapUpFields form={form} change={change} />
      {failed && (
        <p className="problem" role="alert">
          {t('wrap-up.failed')}
        </p>
      )}
      <div className="wrap-up-foot">
        <p className="quiet">
          {t('wrap-up.lead')} <span role="status">{kept && t('wrap-up.kept')}</span>
        </p>
        <LaterButton conversation={conversation} />
        <Button type="submit" loading={saving}>
          {t('wrap-up.save')}
        </Button>
      </div>
    </form>
  );
}

function WrapUpHead({ how }: { readonly how: string }) {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  const closed = how === 'closed';
  useEffect(() => {
    // The counsellor's own close leads here; a child's leaving must not pull anyone out of another box.
    if (closed) title.current?.focus({ preventScroll: true });
  }, [closed]);
  return (
    <div className="wrap-up-head">
      <p className="ended-mark" role="status">
        <LeftIcon size={15} />
        <strong>{t(closed ? 'conversation.ended' : 'conversation.left')}.</strong>
        <span>{t(closed ? 'conversation.ended-more' : 'conversation.left-more')}</span>
      </p>
      <h3 id="wrap-up-title" ref={title} tabIndex={-1}>
        {t('wrap-up.heading')}
      </h3>
    </div>
  );
}

interface WrapUpFieldsProps {
  readonly form: WrapUpBody;
  readonly change: (part: Partial<WrapUpBody>) => void;
}

function WrapUpFields({ form, change }: WrapUpFieldsProps) {
  const { t } = useTranslation();
  const words = useCodeWords();
  const category = CATEGORIES.find((code) => code === form.category) ?? '';
  return (
    <div className="wrap-up-fields">
      <ChipsOne
        label={t('wrap-up.contact')}
        options={CONTACT_KINDS}
        value={CONTACT_KINDS.find((kind) => kind === form.contact) ?? null}
        word={(kind) => t(`wrap-up.contacts.${kind}`)}
        onChange={(contact) => contact && change({ contact })}
      />
      <NativeSelect
        label={t('wrap-up.category')}
        value={category}
        onChange={({ currentTarget }) =>
          change({ category: CATEGORIES.find((code) => code === currentTarget.value) ?? null })
        }
        data={[
          { value: '', label: t('wrap-up.category-keep') },
          ...CATEGORIES.map((value) => ({ value, label: words.reason(value) })),
        ]}
      />
      <ChipsOne
        label={t('wrap-up.risk')}
        options={RISKS}
        value={form.risk}
        word={(risk) => t(`wrap-up.risks.${risk}`)}
        none={t('wrap-up.unknown')}
        onChange={(risk) => change({ risk })}
      />
      <ChipsOne
        label={t('wrap-up.age')}
        options={AGE_BANDS}
        value={form.ageBand}
        word={(age) => t(`wrap-up.ages.${age}`)}
        none={t('wrap-up.unknown')}
        onChange={(ageBand) => change({ ageBand })}
      />
      <ChipsOne
        label={t('wrap-up.gender')}
        options={GENDERS}
        value={form.gender}
        word={(gender) => t(`wrap-up.genders.${gender}`)}
        none={t('wrap-up.unknown')}
        onChange={(gender) => change({ gender })}
      />
      <ChipsMany
        label={t('wrap-up.referred')}
        options={REFERRALS}
        value={form.referredTo}
        word={(kind) => t(`wrap-up.referrals.${kind}`)}
        onChange={(referredTo) => change({ referredTo })}
      />
    </div>
  );
}

const PAUSE_MS = 500;

/** Keeps what is filled in on the server, shortly after each change. True once the last change is there. */
function useAutosave(id: string, filled: WrapUpBody | undefined): boolean {
  const { api } = useParts();
  const [kept, setKept] = useState<WrapUpBody | null>(null);
  useEffect(() => {
    if (filled === undefined) return;
    const timer = setTimeout(async () => {
      const path = `conversations/${encodeURIComponent(id)}/wrap-up/draft`;
      const result = await api.act({ method: 'PUT', path, body: filled });
      if (result.ok) setKept(filled);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [api, id, filled]);
  return filled !== undefined && kept === filled;
}

function useSaveWrapUp(conversation: Conversation) {
  const { id } = conversation;
  const { api, store } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState(false);
  const save = async (body: WrapUpBody) => {
    setSaving(true);
    setFailed(false);
    const path = `conversations/${encodeURIComponent(id)}/wrap-up`;
    const result = await api.act({ method: 'PUT', path, body });
    setSaving(false);
    if (!result.ok) return setFailed(true);
    if (isUrgent(conversation) || conversation.raised) store.offerBreak(true);
    void queries.invalidateQueries({ queryKey: conversationKey(id) });
    void queries.invalidateQueries({ queryKey: QUEUE_KEY });
    return navigate('/', { state: ARRIVED });
  };
  return { save, saving, failed };
}
