import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isKeyOf } from '../keys/shortcuts.ts';
import { late } from '../shell/late.tsx';
import { insertText } from './insert-text.ts';

const CannedPanel = late(async () => (await import('./canned-panel.tsx')).CannedPanel);

/** The panel of ready replies beside a box: its button, its key, and where its words go. */
export function useCannedPanel(childLanguage: string | null) {
  const { t, i18n } = useTranslation();
  const box = useRef<HTMLTextAreaElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    box.current?.focus();
  };
  const panel = open && (
    <CannedPanel
      language={childLanguage ?? i18n.language}
      onInsert={(words) => box.current && insertText(box.current, words)}
      onClose={close}
    />
  );
  const button = (
    <button
      type="button"
      className="link-button"
      data-opens="canned"
      aria-expanded={open}
      onClick={() => (open ? close() : setOpen(true))}
    >
      {t('canned.open')}
    </button>
  );
  return { box, panel, button, onKeyDown: onSlash(() => setOpen(true)) };
}

/** A stroke at the beginning of a word asks for a reply; inside one it is a stroke. No Khmer word begins with the sign of that key. */
function onSlash(open: () => void) {
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!isKeyOf('canned', event) || event.nativeEvent.isComposing) return;
    const { value, selectionStart } = event.currentTarget;
    if (selectionStart > 0 && !/\s/.test(value.charAt(selectionStart - 1))) return;
    event.preventDefault();
    open();
    document.querySelector<HTMLElement>('#canned-search')?.focus();
  };
}
