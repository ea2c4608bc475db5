import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Queue } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { QUEUE_KEY, useQueue } from '../queries.ts';
import { placesTaken } from '../state/load.ts';

/** Going away keeps the conversations in hand and stops new ones. */
export function PresenceSwitch() {
  const { t } = useTranslation();
  const queue = useQueue().data;
  const change = usePresence();
  if (!queue) return null;

  const used = placesTaken(queue.mine);
  return (
    <div className="presence">
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={queue.available}
          checked={queue.available}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
          aria-label={t('header.availability')}
          aria-describedby="presence-load"
        />
        <span>{t(queue.available ? 'header.available' : 'header.away')}</span>
      </label>
      <span className="load" id="presence-load">
        <span className="load-words">{t('header.load', { used, capacity: queue.capacity })}</span>
        <span className="load-figures" aria-hidden="true">
          {used}/{queue.capacity}
        </span>
      </span>
      {change.isError && (
        <span className="problem" role="alert">
          {t('header.presence-failed')}
        </span>
      )}
    </div>
  );
}

/** What is under way while somebody changes it here. */
export const PRESENCE_ACT = ['presence'];

export function usePresence() {
  const { api } = useParts();
  const queries = useQueryClient();
  const show = (available: boolean) =>
    queries.setQueryData<Queue>(QUEUE_KEY, (queue) => queue && { ...queue, available });
  return useMutation({
    // One after the other: the last click is the last word on the server too.
    scope: { id: 'presence' },
    mutationKey: PRESENCE_ACT,
    mutationFn: async (available: boolean) => {
      const result = await api.act({ method: 'PUT', path: 'presence', body: { available } });
      if (!result.ok) throw new Error(result.error.kind);
    },
    onMutate: show,
    onError: (_error, available) => show(!available),
    onSettled: () => queries.invalidateQueries({ queryKey: QUEUE_KEY }),
  });
}
