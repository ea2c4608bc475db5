import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation, useOutletContext } from 'react-router';
import { may } from '../domain/staff/policy.ts';
import type { Session } from './api/types.ts';
import { followAccount } from './i18n.ts';
import { useParts } from './parts.tsx';
import { useSession } from './queries.ts';
import { AtWork } from './shell/at-work.tsx';
import { LoadFailed, Loading } from './shell/load-state.tsx';
import { cameFrom } from './state/came-from.ts';

const Desk = lazy(async () => ({ default: (await import('./desk/desk.tsx')).Desk }));
const SignIn = lazy(async () => ({ default: (await import('./sign-in/sign-in.tsx')).SignIn }));
const AccountPage = lazy(async () => ({
  default: (await import('./account/account-page.tsx')).AccountPage,
}));
const PostersPage = lazy(async () => ({
  default: (await import('./posters/posters-page.tsx')).PostersPage,
}));
const AcceptInvitation = lazy(async () => ({
  default: (await import('./sign-in/accept-invitation.tsx')).AcceptInvitation,
}));

export function App() {
  return (
    <Suspense fallback={<Loading whole />}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/invite" element={<AcceptInvitation />} />
        <Route element={<SignedIn />}>
          <Route path="/account" element={<Own />} />
          <Route path="/posters" element={<Posters />} />
          <Route path="*" element={<Inside />} />
        </Route>
      </Routes>
    </Suspense>
  );
}

const useSignedIn = () => useOutletContext<Session>();

function Own() {
  return <AccountPage session={useSignedIn()} />;
}

/** Nothing but the own account is open before a second factor is set up, where one is required. */
function Inside() {
  const session = useSignedIn();
  return session.mustSetUp ? <Navigate to="/account" replace /> : <Desk session={session} />;
}

function Posters() {
  const { me, mustSetUp } = useSignedIn();
  if (mustSetUp) return <Navigate to="/account" replace />;
  return may(me.role, 'see-campaigns') ? <PostersPage /> : <Navigate to="/" replace />;
}

function SignedIn() {
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

  if (session.data) {
    return (
      <AtWork session={session.data}>
        <Suspense fallback={<Loading whole />}>
          <Outlet context={session.data} />
        </Suspense>
      </AtWork>
    );
  }
  if (out) {
    const state = cameFrom(pathname, store.getState());
    return <Navigate to="/sign-in" replace state={state} />;
  }
  if (session.isError) return <LoadFailed onAgain={() => void session.refetch()} whole />;
  return <Loading whole />;
}
