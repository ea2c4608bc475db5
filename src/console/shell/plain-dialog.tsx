import { Button } from '@mantine/core';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface PlainDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Shows something and is closed again; Escape closes too. Its contents exist only while it is open. */
export function PlainDialog({ opened, title, onClose, children }: PlainDialogProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const dialog = box.current;
    if (!opened || !dialog) return;
    dialog.showModal();
    return () => dialog.close();
  }, [opened]);
  return (
    <dialog className="dialog" ref={box} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {opened && children}
      <div className="dialog-acts">
        <Button variant="default" onClick={onClose}>
          {t('keys.close')}
        </Button>
      </div>
    </dialog>
  );
}
