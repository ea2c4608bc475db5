import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useModal } from './use-modal.ts';

interface PlainDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Shows something and is closed again; Escape closes too. Its contents exist only while it is open. */
export function PlainDialog({ opened, title, onClose, children }: PlainDialogProps) {
  const { t } = useTranslation();
  const modal = useModal(opened, onClose);
  const heading = useId();
  return (
    <dialog className="dialog" {...modal} aria-labelledby={heading}>
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
