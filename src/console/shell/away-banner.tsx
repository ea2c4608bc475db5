import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useParts } from '../parts.tsx';
import { usePresence } from './presence-switch.tsx';

/**
 * Whoever takes new conversations and no longer does, without having said so here, is told: after an outage or a locked desk
 * nobody would wonder why no child comes, and the children would find nobody on duty.
 */
export function AwayBanner() {
  const { t } = useTranslation();
  const { store } = useParts();
  const lapsed = useDesk((state) => state.lapsed);
  const change = usePresence();
  const section = useRef<HTMLElement>(null);
  const done = () => {
    store.setLapsed(false);
    change.reset();
    // The pressed button goes away, and the keyboard stays in this place.
    section.current?.focus();
  };
  return (
    <section ref={section} role="status" aria-label={t('lapse.label')} tabIndex={-1}>
      {lapsed && (
        <div className="banner" data-tone="warning">
          <p>{t('lapse.said')}</p>
          <Button
            size="compact-sm"
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate(true, { onSuccess: done })}
          >
            {t('lapse.take')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={done}>
            {t('lapse.stay')}
          </Button>
          {change.isError && (
            <span className="problem" role="alert">
              {t('header.presence-failed')}
            </span>
          )}
        </div>
      )}
    </section>
  );
}
