import { Button } from '@mantine/core';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * A part that is loaded when it is first shown. One that does not come (no line, or a newer server) says so and leaves the rest
 * of the page alone.
 */
export function late<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = lazy(async () => {
    const part: ComponentType<P> = await load().catch(() => NotLoaded);
    return { default: part };
  });
  return (props: P) => (
    <Suspense fallback={null}>
      <Part {...props} />
    </Suspense>
  );
}

function NotLoaded() {
  const { t } = useTranslation();
  return (
    <p className="problem" role="alert">
      {t('load.failed')}{' '}
      <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
        {t('load.again')}
      </Button>
    </p>
  );
}
