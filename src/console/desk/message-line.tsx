import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TranscriptLine } from '../api/types.ts';
import { NoteIcon } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import type { Pending } from '../state/pending.ts';
import { scriptOf } from '../state/script-of.ts';
import { backToBox } from '../state/taking-back.ts';
import { timeOf } from './time-of.ts';
import { useCodeWords } from './wording.ts';

interface MessageLineProps {
  readonly line: TranscriptLine;
  /** Stands under the same speaker's line before it. */
  readonly joined: boolean;
  /** The first one that is new. */
  readonly divided: boolean;
  /** Who looks, by alias. */
  readonly me: string | undefined;
}

/** Not made anew for each line that comes: a long talk has hundreds. */
export const MessageLine = memo(function MessageLine(props: MessageLineProps) {
  const { line, joined, divided, me } = props;
  const { t } = useTranslation();
  const words = useCodeWords();
  const speaker = useSpeaker(line, me);
  const time = timeOf(line.at);
  return (
    <>
      {divided && <p className="divider">{t('conversation.new')}</p>}
      {line.from === 'event' ? (
        <p className="line" data-from="event">
          <span className="event-text">{words.event(line.text, line.alias)}</span>{' '}
          <time>{time}</time>
        </p>
      ) : (
        <div className="line" data-from={line.from} data-joined={joined || undefined}>
          <p className={joined ? 'line-head sr-only' : 'line-head'}>
            {line.from === 'note' && <NoteIcon size={14} />}
            <span className="speaker">{speaker}</span> <time>{time}</time>
          </p>
          <Words text={line.text} />
          {line.from === 'note' && <p className="line-foot">{t('note.not-sent')}</p>}
          {line.delivery && (
            <p className="line-delivery" data-delivery={line.delivery}>
              {t(`delivery.${line.delivery}`)}
            </p>
          )}
        </div>
      )}
    </>
  );
});

/** Whatever was written, as text and nothing else; each paragraph finds its own direction. */
function Words({ text }: { readonly text: string }) {
  return (
    <p className="words" lang={scriptOf(text)} dir="auto">
      {text}
    </p>
  );
}

function useSpeaker(line: TranscriptLine, me: string | undefined): string {
  const { t } = useTranslation();
  const alias = line.alias ?? '';
  if (line.from === 'note') {
    return alias === '' ? t('conversation.note') : t('conversation.note-by', { alias });
  }
  if (line.from !== 'counsellor') return t(`conversation.${line.from}`);
  if (alias === '') return t('conversation.counsellor');
  return alias === me ? t('conversation.you') : alias;
}

export function PendingLine({ item }: { readonly item: Pending }) {
  const { t } = useTranslation();
  const from = item.kind === 'reply' ? 'counsellor' : 'note';
  return (
    <div className="line" data-from={from} data-status={item.status}>
      <p className="line-head">
        <span className="speaker">{t('conversation.you')}</span>
        {item.status !== 'failed' && (
          <span className="line-status">
            {t(item.status === 'held' ? 'send.held' : 'send.sending')}
          </span>
        )}
      </p>
      <Words text={item.text} />
      {item.status === 'held' && <TakeBack item={item} />}
      {item.status === 'failed' && <Failed item={item} />}
    </div>
  );
}

function TakeBack({ item }: { readonly item: Pending }) {
  const { t } = useTranslation();
  const { takingBack } = useParts();
  return (
    <p className="failed-acts">
      <button
        type="button"
        onClick={() => {
          takingBack.takeBack(item);
          document.querySelector<HTMLElement>('.reply textarea')?.focus();
        }}
      >
        {t('send.take-back')}
      </button>
    </p>
  );
}

function Failed({ item }: { readonly item: Pending }) {
  const { t, i18n } = useTranslation();
  const { store, sender } = useParts();
  const offline = useDesk((state) => state.link !== 'live');
  const why = item.why && i18n.exists(`send.why.${item.why}`) ? item.why : 'unknown';
  return (
    <div className="failed" role="alert">
      <p>
        <strong>{t('send.failed')}.</strong> {t(`send.why.${why}`)}
      </p>
      <p className="failed-acts">
        <button type="button" disabled={offline} onClick={() => sender.retry(item)}>
          {t('send.again')}
        </button>
        <button type="button" onClick={() => backToBox(store, item)}>
          {t('send.edit')}
        </button>
        <button type="button" onClick={() => store.discard(item.key)}>
          {t('send.discard')}
        </button>
      </p>
    </div>
  );
}
