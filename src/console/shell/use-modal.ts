import { type RefObject, type SyntheticEvent, useLayoutEffect, useRef } from 'react';

interface Modal {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly onCancel: (event: SyntheticEvent) => void;
  readonly onClose: () => void;
}

/** The browser's own dialog, open for as long as `opened` says. Goes onto a `<dialog>`. */
export function useModal(opened: boolean, onCancel: () => void): Modal {
  const ref = useRef<HTMLDialogElement>(null);
  // Closed before it leaves the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!opened || !dialog) return;
    dialog.showModal();
    return () => dialog.close();
  }, [opened]);
  return {
    ref,
    // Not by the browser first: the focus would be back while the page still takes the dialog for open.
    onCancel: (event) => {
      event.preventDefault();
      onCancel();
    },
    // Told a moment later, perhaps of a dialog that was opened again meanwhile.
    onClose: () => {
      if (ref.current?.open !== true) onCancel();
    },
  };
}
