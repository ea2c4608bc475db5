import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly text: string;
  readonly act: string;
  readonly busy?: boolean;
  readonly problem?: string | null;
  readonly onAct: () => void;
  readonly onCancel: () => void;
  /** What else is asked, below the text. */
  readonly children?: ReactNode;
}

/**
 * Asks before an act that cannot be taken back; Escape cancels. The browser's own dialog keeps the focus inside,
 * gives it back afterwards and hides the rest from screen readers.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    if (props.opened) box.current?.showModal();
    else box.current?.close();
  }, [props.opened]);
  return (
    <dialog className="dialog" ref={box} aria-labelledby={title} onClose={props.onCancel}>
      <h2 id={title}>{props.title}</h2>
      <p className="dialog-text">{props.text}</p>
      {props.children}
      {props.problem && (
        <p className="problem" role="alert">
          {props.problem}
        </p>
      )}
      <div className="dialog-acts">
        <Button variant="default" onClick={props.onCancel}>
          {t('confirm.cancel')}
        </Button>
        <Button onClick={props.onAct} loading={props.busy ?? false}>
          {props.act}
        </Button>
      </div>
    </dialog>
  );
}
