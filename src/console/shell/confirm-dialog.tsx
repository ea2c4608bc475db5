import { Button, Modal } from '@mantine/core';
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
}

/** Asks before an act that cannot be taken back. Escape and a click beside it cancel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onCancel}
      title={props.title}
      centered
      lockScroll={false}
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <p className="dialog-text">{props.text}</p>
      {props.problem && (
        <p className="problem" role="alert">
          {props.problem}
        </p>
      )}
      <div className="dialog-acts">
        <Button variant="default" onClick={props.onCancel} data-autofocus>
          {t('confirm.cancel')}
        </Button>
        <Button onClick={props.onAct} loading={props.busy ?? false}>
          {props.act}
        </Button>
      </div>
    </Modal>
  );
}
