import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useModal } from './use-modal.ts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly text: string;
  readonly act: string;
  readonly busy?: boolean;
  /** False while something that is asked below the text is missing. */
  readonly ready?: boolean;
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
  const modal = useModal(props.opened, props.onCancel);
  const title = useId();
  return (
    <dialog className="dialog" {...modal} aria-labelledby={title}>
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
        <Button
          className="dialog-act"
          onClick={props.onAct}
          loading={props.busy ?? false}
          disabled={props.ready === false}
        >
          {props.act}
        </Button>
      </div>
    </dialog>
  );
}
