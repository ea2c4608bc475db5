import { Button, Textarea } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../api/types.ts';
import { ClockIcon, EyeOffIcon } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { draftOf } from '../state/desk-store.ts';
import { scriptOf } from '../state/script-of.ts';

/** The API's limit of one message. */
const LONGEST = 4000;

export function ReplyBox({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { text, setText, send, sendable, offline } = useReply(conversation);
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
      <Textarea
        classNames={{ input: 'reply-input' }}
        aria-label={t('reply.label')}
        aria-keyshortcuts="Control+Enter"
        placeholder={t('reply.placeholder')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onSendKeys(send)}
        lang={text === '' ? undefined : scriptOf(text)}
        dir="auto"
        autosize
        minRows={2}
        maxRows={9}
        size="md"
      />
      <div className="reply-foot">
        <span className={problem ? 'problem' : 'quiet keys'} role={problem ? 'status' : undefined}>
          {problem ?? t('reply.keys')}
        </span>
        <Button type="submit" disabled={!sendable || tooLong}>
          {t('reply.send')}
        </Button>
      </div>
    </form>
  );
}

/** Ctrl or Cmd with Enter sends; a word still being composed is left alone. */
export function onSendKeys(send: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    send();
  };
}

function useReply({ id, lines }: Conversation) {
  const { store, sender } = useParts();
  const text = useDesk((state) => draftOf(state, id).reply);
  const offline = useDesk((state) => state.link === 'lost');
  const live = useDesk((state) => state.link === 'live');
  const written = text.trim();
  const sendable = live && written !== '';
  const send = () => {
    if (!sendable || written.length > LONGEST) return;
    sender.submit(id, 'reply', written, lines.at(-1)?.seq ?? 0);
    store.setDraft(id, { reply: '' });
  };
  return {
    text,
    setText: (reply: string) => store.setDraft(id, { reply }),
    send,
    sendable,
    offline,
  };
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
