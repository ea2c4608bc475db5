import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { may } from '../domain/staff/policy.ts';
import type { Session } from './api/types.ts';
import { followAccount } from './i18n.ts';
import { useParts } from './parts.tsx';
import { useSession } from './queries.ts';
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
        <Route
          path="/account"
          element={<SignedIn>{(session) => <Own session={session} />}</SignedIn>}
        />
        <Route
          path="/posters"
          element={<SignedIn>{(session) => <Posters session={session} />}</SignedIn>}
        />
        <Route
          path="*"
          element={<SignedIn>{(session) => <Inside session={session} />}</SignedIn>}
        />
      </Routes>
    </Suspense>
  );
}

/** A locked desk shows nothing, on any page. */
function Own({ session }: { readonly session: Session }) {
  return session.locked ? <Desk session={session} /> : <AccountPage session={session} />;
}

/** Nothing but the own account is open before a second factor is set up, where one is required. */
function Inside({ session }: { readonly session: Session }) {
  return session.mustSetUp ? <Navigate to="/account" replace /> : <Desk session={session} />;
}

function Posters({ session }: { readonly session: Session }) {
  if (session.mustSetUp) return <Navigate to="/account" replace />;
  return may(session.me.role, 'see-campaigns') ? <PostersPage /> : <Navigate to="/" replace />;
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
  if (out) {
    const state = cameFrom(pathname, store.getState());
    return <Navigate to="/sign-in" replace state={state} />;
  }
  if (session.isError) return <LoadFailed onAgain={() => void session.refetch()} whole />;
  return <Loading whole />;
}
