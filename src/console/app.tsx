import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import type { Session } from './api/types.ts';
import { followAccount } from './i18n.ts';
import { useParts } from './parts.tsx';
import { useSession } from './queries.ts';
import { LoadFailed, Loading } from './shell/load-state.tsx';

const Desk = lazy(async () => ({ default: (await import('./desk/desk.tsx')).Desk }));
const SignIn = lazy(async () => ({ default: (await import('./sign-in/sign-in.tsx')).SignIn }));
const AcceptInvitation = lazy(async () => ({
  default: (await import('./sign-in/accept-invitation.tsx')).AcceptInvitation,
}));

export function App() {
  return (
    <Suspense fallback={<Loading whole />}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/invite" element={<AcceptInvitation />} />
        <Route path="*" element={<SignedIn>{(session) => <Desk session={session} />}</SignedIn>} />
      </Routes>
    </Suspense>
  );
}

function SignedIn({ children }: { readonly children: (session: Session) => ReactNode }) {
  const session = useSession();
  const { store } = useParts();
  const queries = useQueryClient();
  const { pathname } = useLocation();
  const me = session.data?.me;

  useEffect(() => {
    if (!me) return;
    store.signedIn(me.id);
    followAccount(me.language);
  }, [me, store]);

  const out = session.data === null;
  useEffect(() => {
    // What a child wrote does not stay behind a sign-in page.
    if (out) queries.removeQueries({ queryKey: ['conversation'] });
    if (out) queries.removeQueries({ queryKey: ['queue'] });
  }, [out, queries]);

  if (session.data) return children(session.data);
  if (out) return <Navigate to="/sign-in" replace state={{ from: pathname }} />;
  if (session.isError) return <LoadFailed onAgain={() => void session.refetch()} whole />;
  return <Loading whole />;
}
