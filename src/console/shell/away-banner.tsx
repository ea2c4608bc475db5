import { Button } from '@mantine/core';
import { useIsMutating } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueue } from '../queries.ts';
import { PRESENCE_ACT, usePresence } from './presence-switch.tsx';

/**
 * Whoever takes new conversations and no longer does, without having said so here, is told: after an outage or a locked desk
 * nobody would wonder why no child comes, and the children would find nobody on duty.
 */
export function AwayBanner() {
  const { t } = useTranslation();
  const [lapsed, dismiss] = useLapse();
  const change = usePresence();
  return (
    <section role="status" aria-label={t('lapse.label')}>
      {lapsed && (
        <div className="banner" data-tone="warning">
          <p>{t('lapse.said')}</p>
          <Button size="compact-sm" variant="default" onClick={() => change.mutate(true)}>
            {t('lapse.take')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={dismiss}>
            {t('lapse.stay')}
          </Button>
        </div>
      )}
    </section>
  );
}

function useLapse(): readonly [boolean, () => void] {
  const queue = useQueue().data;
  const ownAct = useIsMutating({ mutationKey: PRESENCE_ACT }) > 0;
  const before = useRef<boolean | null>(null);
  const [lapsed, setLapsed] = useState(false);
  const available = queue?.available ?? null;
  const onBreak = (queue?.breakUntil ?? null) !== null;
  useEffect(() => {
    if (available === null) return;
    if (available || ownAct || onBreak) setLapsed(false);
    else if (before.current === true) setLapsed(true);
    before.current = available;
  }, [available, ownAct, onBreak]);
  return [lapsed, () => setLapsed(false)];
}
