import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParts } from '../parts.tsx';
import { late } from '../shell/late.tsx';
import { PlainDialog } from '../shell/plain-dialog.tsx';
import { doAtDesk } from './desk-acts.ts';
import { Palette } from './palette.tsx';
import { actOf, type ShortcutAct } from './shortcuts.ts';

const KeyHelp = late(async () => (await import('./key-help.tsx')).KeyHelp);

type Shown = 'help' | 'palette' | null;

/** Listens for the desk's keys, and shows their help and the palette. */
export function DeskKeys() {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>(null);
  const perform = usePerform(setShown);
  useKeys(perform);
  const close = () => setShown(null);
  return (
    <>
      <button
        type="button"
        className="badge-button only-wide"
        aria-label={t('keys.heading')}
        title={t('keys.heading')}
        onClick={() => setShown('help')}
      >
        ?
      </button>
      <PlainDialog opened={shown === 'help'} title={t('keys.heading')} onClose={close}>
        <KeyHelp />
      </PlainDialog>
      <PlainDialog opened={shown === 'palette'} title={t('keys.palette')} onClose={close}>
        <Palette
          onAct={(act) => {
            close();
            // After the dialog gave the focus back.
            setTimeout(() => perform(act));
          }}
        />
      </PlainDialog>
    </>
  );
}

function usePerform(show: (shown: Shown) => void): (act: ShortcutAct) => void {
  const { hide } = useParts();
  return (act) => {
    if (act === 'hide') return hide.hide();
    if (act === 'help' || act === 'palette') return show(act);
    doAtDesk(act);
  };
}

function useKeys(perform: (act: ShortcutAct) => void): void {
  const { settings } = useParts();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, code, shiftKey, ctrlKey, metaKey, altKey, isComposing: composing } = event;
      const writing = isWriting(event.target);
      const dialog = document.querySelector('dialog[open]') !== null;
      const chord = { key, code, shiftKey, ctrlKey, metaKey, altKey };
      const act = actOf({ ...chord, composing, writing, dialog }, settings.getState().letters);
      if (act === null) return;
      event.preventDefault();
      perform(act);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [perform, settings]);
}

/** Where letters are meant to be letters: not a checkbox or a slider. */
const WRITTEN = 'textarea, select, input:not([type=checkbox], [type=radio], [type=range])';

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(WRITTEN));
}
