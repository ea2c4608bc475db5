import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import type { Session } from './api/types.ts';
import { Desk } from './desk/desk.tsx';
import { followAccount } from './i18n.ts';
import { useParts } from './parts.tsx';
import { useSession } from './queries.ts';
import { LoadFailed, Loading } from './shell/load-state.tsx';
import { AcceptInvitation } from './sign-in/accept-invitation.tsx';
import { SignIn } from './sign-in/sign-in.tsx';

export function App() {
  return (
    <Routes>
      <Route path="/sign-in" element={<SignIn />} />
      <Route path="/invite" element={<AcceptInvitation />} />
      <Route path="*" element={<SignedIn>{(session) => <Desk session={session} />}</SignedIn>} />
    </Routes>
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
