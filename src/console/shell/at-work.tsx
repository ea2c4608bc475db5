import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import { may } from '../../domain/staff/policy.ts';
import { useAlerts } from '../alerts/use-alerts.ts';
import type { Session } from '../api/types.ts';
import { useDraftsOfMine } from '../desk/use-draft.ts';
import { CoverPage } from '../hide/cover.tsx';
import { useIdleLock } from '../hide/use-idle-lock.ts';
import { useLiveDesk } from '../live-desk.ts';
import { useParts } from '../parts.tsx';
import { SESSION_KEY, useQueue } from '../queries.ts';
import { holdsUnsent } from '../state/desk-store.ts';
import { useLapseWatch } from './use-lapse-watch.ts';

interface AtWorkProps {
  readonly session: Session;
  readonly children: ReactNode;
}

/**
 * Around every page of somebody who is signed in. Whoever looks at another page than the desk is still there for their
 * children: the line to the server stays open, tones sound. A hidden or locked desk shows nothing, on any page.
 */
export function AtWork({ session, children }: AtWorkProps) {
  const locked = useIdleLock(session);
  const hidden = useStore(useParts().hide, (state) => state.hidden);
  const { mustSetUp, me } = session;
  return (
    <>
      {!mustSetUp && <LiveLine />}
      {!mustSetUp && may(me.role, 'see-queue') && <DeskWatch />}
      {hidden || locked ? <CoverPage locked={locked} /> : children}
    </>
  );
}

function LiveLine() {
  const queries = useQueryClient();
  const signedOut = useCallback(() => queries.setQueryData(SESSION_KEY, null), [queries]);
  useLiveDesk(useParts(), signedOut);
  return null;
}

function DeskWatch() {
  useAlerts();
  useLeaveWarning();
  useDraftsOfMine();
  useLapseWatch();
  return null;
}

/** Asks before the page goes away while a child is waiting for an answer or a text would be lost. */
function useLeaveWarning(): void {
  const { store } = useParts();
  const talking = useQueue().data?.mine.some((card) => !card.ended) ?? false;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (talking || holdsUnsent(store.getState())) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [talking, store]);
}
