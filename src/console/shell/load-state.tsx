import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface LoadingProps {
  /** Fills the window rather than a pane. */
  readonly whole?: boolean;
}

export function Loading({ whole = false }: LoadingProps) {
  const { t } = useTranslation();
  return (
    <div className="blank" data-whole={whole || undefined} role="status">
      <Loader size="sm" aria-hidden="true" />
      <p className="quiet">{t('load.loading')}</p>
    </div>
  );
}

interface LoadFailedProps extends LoadingProps {
  readonly onAgain: () => void;
}

export function LoadFailed({ onAgain, whole = false }: LoadFailedProps) {
  const { t } = useTranslation();
  return (
    <div className="blank" data-whole={whole || undefined} role="alert">
      <p className="blank-title">{t('load.failed')}</p>
      <p className="quiet">{t('load.failed-more')}</p>
      <Button variant="default" onClick={onAgain}>
        {t('load.again')}
      </Button>
    </div>
  );
}
