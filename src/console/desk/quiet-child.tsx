import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey } from '../api/act-key.ts';
import type { Conversation } from '../api/types.ts';
import { useDesk, useParts } from '../parts.tsx';
import { conversationKey } from '../queries.ts';
import { useServerNow } from './clock.tsx';
import { timeOf } from './time-of.ts';

interface QuietChildProps {
  readonly conversation: Conversation;
  /** The channel takes nothing now. */
  readonly closed: boolean;
}

/** A child who writes nothing: only what the channel truly tells, and one gentle question. */
export function QuietChild({ conversation, closed }: QuietChildProps) {
  const { t } = useTranslation();
  const { last, silence } = conversation;
  const now = useServerNow();
  const offline = useDesk((state) => state.link !== 'live');
  const { ask, busy, failed } = useCheckIn(conversation);
  const state = conversation.lines.findLast(({ from }) => from === 'counsellor')?.delivery;
  const minutes = Math.floor((now - last) / 60_000);
  // A child who reads or thinks is not silent.
  if (silence === null || (minutes < 1 && !silence.checkedIn && !silence.asleep)) return null;
  return (
    <div className="quiet-child">
      <p>
        <span>{t('quiet.last', { n: minutes })}</span>{' '}
        <span className="quiet">{t(`quiet.told.${state ?? 'nothing'}`)}</span>{' '}
        {silence.asleep ? (
          <strong role="status">{t('quiet.asleep')}</strong>
        ) : (
          silence.sleepsAt !== null && (
            <span className="quiet">{t('quiet.sleeps', { at: timeOf(silence.sleepsAt) })}</span>
          )
        )}
      </p>
      {failed && (
        <p className="problem" role="alert">
          {t('conversation.acting-failed')}
        </p>
      )}
      {silence.checkedIn ? (
        <p className="quiet" role="status">
          {t('quiet.asked')}
        </p>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          loading={busy}
          disabled={offline || closed}
          onClick={() => void ask()}
        >
          {t('quiet.ask')}
        </Button>
      )}
    </div>
  );
}

function useCheckIn({ id }: Conversation) {
  const { api } = useParts();
  const queries = useQueryClient();
  const [state, setState] = useState({ busy: false, failed: false });
  const [key] = useState(actKey());
  const ask = async () => {
    setState({ busy: true, failed: false });
    const path = `conversations/${encodeURIComponent(id)}/check-in`;
    const result = await api.act({ method: 'POST', path, body: { key } });
    await queries.invalidateQueries({ queryKey: conversationKey(id) });
    setState({ busy: false, failed: !result.ok });
  };
  return { ask, ...state };
}
