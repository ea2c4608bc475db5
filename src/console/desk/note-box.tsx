import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../api/types.ts';
import { NoteIcon } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { draftOf } from '../state/desk-store.ts';
import { scriptOf } from '../state/script-of.ts';
import { GrowingText } from './growing-text.tsx';
import { onSendKeys } from './reply-box.tsx';

/** Apart from the reply in place, colour and shape: what is meant for colleagues must not reach a child. */
export function NoteBox({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { store, sender } = useParts();
  const { id, lines } = conversation;
  const note = useDesk((state) => draftOf(state, id).note);
  const live = useDesk((state) => state.link === 'live');
  const written = note.trim();
  const sendable = live && written !== '' && written.length <= 4000;
  const save = () => {
    if (!sendable) return;
    sender.submit(id, 'note', written, lines.at(-1)?.seq ?? 0);
    store.setDraft(id, { note: '' });
    document.getElementById('note-text')?.focus();
  };
  return (
    <form
      className="note-box"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p className="note-head">
        <NoteIcon size={15} />
        <label htmlFor="note-text">{t('note.label')}</label>
      </p>
      <p className="note-mark" id="note-mark">
        {t('note.not-sent')}
      </p>
      <GrowingText
        id="note-text"
        className="field note-input"
        aria-describedby="note-mark"
        placeholder={t('note.placeholder')}
        value={note}
        onChange={(event) => store.setDraft(id, { note: event.currentTarget.value })}
        onKeyDown={onSendKeys(save)}
        lang={note === '' ? undefined : scriptOf(note)}
        dir="auto"
      />
      <Button
        className="note-save"
        type="submit"
        variant="default"
        size="compact-md"
        disabled={!sendable}
      >
        {t('note.save')}
      </Button>
    </form>
  );
}
