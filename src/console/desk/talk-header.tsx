import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { actKey } from '../api/act-key.ts';
import type { Conversation } from '../api/types.ts';
import { EscalateAct } from '../danger/danger-slot.tsx';
import { BackIcon, PanelIcon, ReturnIcon } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { conversationKey, QUEUE_KEY } from '../queries.ts';
import { ReferAct } from '../refer/refer-act.tsx';
import { ARRIVED } from '../shell/arrival.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { BandTag, ChannelAndLanguage, Handle, RaisedTag } from './tags.tsx';
import { TransferAct } from './transfer-act.tsx';

interface TalkHeaderProps {
  readonly conversation: Conversation;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

export function TalkHeader({ conversation, heading }: TalkHeaderProps) {
  const { t } = useTranslation();
  return (
    <div className="talk-header">
      <Link
        className="square-link only-narrow"
        to="/"
        state={ARRIVED}
        aria-label={t('conversation.back')}
      >
        <BackIcon size={20} />
      </Link>
      <div className="talk-names">
        <h2 className="talk-title" ref={heading} tabIndex={-1}>
          <Handle handle={conversation.handle} />
          <BandTag band={conversation.band} />
          {conversation.raised && <RaisedTag />}
        </h2>
        <ChannelAndLanguage channel={conversation.channel} language={conversation.language} />
      </div>
      <span className="card-gap" />
      <Link
        className="square-link only-without-brief"
        to={`/c/${conversation.id}/brief`}
        state={ARRIVED}
        aria-label={t('conversation.brief')}
        title={t('conversation.brief')}
      >
        <PanelIcon size={18} />
        <span className="square-word">{t('conversation.brief')}</span>
      </Link>
      {isMine(conversation) && <EscalateAct conversation={conversation} />}
      {conversation.mayWrite && !conversation.ended && <TalkActs conversation={conversation} />}
    </div>
  );
}

/** In my hands, or it ended there. */
function isMine({ mayWrite, owner }: Conversation): boolean {
  return mayWrite || owner === 'nobody';
}

type Asking = 'close' | 'release' | null;

function TalkActs({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Asking>(null);
  const offline = useDesk((state) => state.link !== 'live');
  const { act, busy, failed } = useTalkAct(conversation, () => setAsking(null));
  const ask = (what: Asking) => () => setAsking(what);
  const dialog = (what: 'close' | 'release') => ({
    opened: asking === what,
    title: t(`confirm.${what}-title`, { handle: conversation.handle }),
    text: t(`confirm.${what}-text`),
    act: t(`confirm.${what}-act`),
    busy,
    problem: failed ? t('conversation.acting-failed') : null,
    onAct: () => void act(what),
    onCancel: ask(null),
  });
  return (
    <>
      <ReferAct conversation={conversation} />
      <TransferAct conversation={conversation} />
      <Button
        className="act-release"
        variant="subtle"
        color="gray"
        size="compact-sm"
        onClick={ask('release')}
        disabled={offline}
        leftSection={<ReturnIcon size={17} />}
        aria-label={t('conversation.release')}
        title={t('conversation.release')}
      >
        {t('conversation.release')}
      </Button>
      <Button
        className="act-close"
        variant="default"
        size="compact-md"
        onClick={ask('close')}
        disabled={offline}
      >
        {t('conversation.close')}
      </Button>
      <ConfirmDialog {...dialog('close')} />
      <ConfirmDialog {...dialog('release')} />
    </>
  );
}

function useTalkAct({ id }: Conversation, onDone: () => void) {
  const { api, takingBack } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [keys] = useState({ close: actKey(), release: actKey() });

  const act = async (what: 'close' | 'release') => {
    setBusy(true);
    setFailed(false);
    await takingBack.letGo(id);
    const path = `conversations/${encodeURIComponent(id)}/${what}`;
    const result = await api.act({ method: 'POST', path, body: { key: keys[what] } });
    await Promise.all([
      queries.invalidateQueries({ queryKey: QUEUE_KEY }),
      queries.invalidateQueries({ queryKey: conversationKey(id) }),
    ]);
    setBusy(false);
    if (!result.ok) return setFailed(true);
    onDone();
    if (what === 'release') await navigate('/', { state: ARRIVED });
  };
  return { act, busy, failed };
}
