import { Button } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../api/types.ts';
import { ClockIcon, EyeOffIcon } from '../icons.tsx';
import { isKeyOf } from '../keys/shortcuts.ts';
import { useDesk, useParts } from '../parts.tsx';
import { useSession } from '../queries.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { late } from '../shell/late.tsx';
import { doubtsOf, type SendDoubt } from '../state/before-sending.ts';
import { draftOf } from '../state/desk-store.ts';
import { scriptOf } from '../state/script-of.ts';
import { GrowingText } from './growing-text.tsx';
import { ReplyWindow, useWindowClosed } from './reply-window.tsx';
import { useCannedPanel } from './use-canned-panel.tsx';

const QuietChild = late(async () => (await import('./quiet-child.tsx')).QuietChild);

/** The API's limit of one message. */
const LONGEST = 4000;

export function ReplyBox({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const closed = useWindowClosed(conversation);
  const { text, setText, send, sendable, offline, doubt } = useReply(conversation, closed);
  const canned = useCannedPanel(conversation.language);
  const onSend = onSendKeys(send);
  const tooLong = text.trim().length > LONGEST;
  const problem = offline ? t('reply.offline') : tooLong ? t('reply.too-long') : null;
  return (
    <form
      className="reply"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Hints conversation={conversation} />
      {conversation.silence && <QuietChild conversation={conversation} closed={closed} />}
      <ReplyWindow conversation={conversation} />
      {canned.panel}
      <GrowingText
        box={canned.box}
        className="field reply-input"
        aria-label={t('reply.label')}
        aria-keyshortcuts="Control+Enter"
        placeholder={t('reply.placeholder')}
        value={text}
        disabled={closed}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          canned.onKeyDown(event);
          onSend(event);
        }}
        lang={text === '' ? undefined : scriptOf(text)}
        dir="auto"
      />
      <div className="reply-foot">
        <span className={problem ? 'problem' : 'quiet keys'} role={problem ? 'status' : undefined}>
          {problem ?? t('reply.keys')}
        </span>
        {canned.button}
        <Button type="submit" disabled={!sendable || tooLong}>
          {t('reply.send')}
        </Button>
      </div>
      <DoubtDialog {...doubt} />
    </form>
  );
}

/** Ctrl or Cmd with Enter sends; a word still being composed is left alone. */
export function onSendKeys(send: () => void) {
  return (event: KeyboardEvent) => {
    if (!isKeyOf('send', event) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
}

function useReply({ id, lines, language }: Conversation, closed: boolean) {
  const { store, takingBack } = useParts();
  const text = useDesk((state) => draftOf(state, id).reply);
  const offline = useDesk((state) => state.link === 'lost');
  const live = useDesk((state) => state.link === 'live');
  const written = text.trim();
  const sendable = live && !closed && written !== '';
  const deliver = () => {
    if (!sendable || written.length > LONGEST) return;
    takingBack.hold(id, written, lines.at(-1)?.seq ?? 0);
    store.setDraft(id, { reply: '' });
    document.querySelector<HTMLElement>('.reply textarea')?.focus();
  };
  const { send, doubt } = useDoubt(`${id} ${written}`, deliver, (name) =>
    doubtsOf(written, name, language),
  );
  return {
    text,
    setText: (reply: string) => store.setDraft(id, { reply }),
    send,
    sendable,
    offline,
    doubt,
  };
}

interface Doubt {
  readonly opened: boolean;
  readonly doubts: readonly SendDoubt[];
  readonly onAct: () => void;
  readonly onCancel: () => void;
}

/** Asks once about each line that gives a reason; what was asked about another line or child never counts. */
function useDoubt(
  line: string,
  deliver: () => void,
  doubtsFor: (name: string) => readonly SendDoubt[],
) {
  const [asked, setAsked] = useState<string | null>(null);
  const name = useSession().data?.me.name ?? '';
  const doubts = doubtsFor(name);
  const opened = asked === line && doubts.length > 0;
  const send = () => (doubts.length > 0 ? setAsked(line) : deliver());
  const onCancel = () => setAsked(null);
  const onAct = () => {
    setAsked(null);
    deliver();
  };
  const doubt: Doubt = { opened, doubts, onAct, onCancel };
  return { send, doubt };
}

function DoubtDialog({ doubts, ...dialog }: Doubt) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      {...dialog}
      title={t('reply.doubt.title')}
      text={doubts.map((doubt) => t(`reply.doubt.${doubt}`)).join(' ')}
      act={t('reply.doubt.send')}
    />
  );
}

function Hints({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { discreet, undelivered } = conversation;
  if (!discreet && undelivered === 0) return null;
  return (
    <ul className="hints">
      {discreet && (
        <li>
          <EyeOffIcon size={15} />
          <span>
            <strong>{t('panel.discreet')}.</strong> {t('panel.discreet-more')}
          </span>
        </li>
      )}
      {undelivered > 0 && (
        <li data-tone="warning">
          <ClockIcon size={15} />
          <span>
            <strong>{t('conversation.undelivered', { n: undelivered })}.</strong>{' '}
            {t('conversation.undelivered-more')}
          </span>
        </li>
      )}
    </ul>
  );
}
