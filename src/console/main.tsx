import './styles/all.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { config } from 'zod';
import { apiClient } from './api/client.ts';
import type { Session } from './api/types.ts';
import { App } from './app.tsx';
import { clockOf } from './desk/time-of.ts';
import { startI18n } from './i18n.ts';
import { type Parts, PartsContext } from './parts.tsx';
import { consoleQueries, conversationKey, SESSION_KEY } from './queries.ts';
import { deskSettings } from './state/desk-settings.ts';
import { deskStore } from './state/desk-store.ts';
import { keepDrafts } from './state/draft-keeper.ts';
import { hideStore } from './state/hide-store.ts';
import { splitToken } from './state/invitation-token.ts';
import { sender } from './state/sender.ts';
import { takingBack } from './state/taking-back.ts';
import { nonce, theme } from './theme.ts';

// Compiling schemas would need eval, which the content security policy forbids.
config({ jitless: true });

clockOf(document.querySelector<HTMLMetaElement>('meta[name=helpline-zone]')?.content ?? '');

const parts = build();
await startI18n();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={parts.queries}>
        <PartsContext value={parts}>
          <BrowserRouter basename="/console">
            <App />
          </BrowserRouter>
        </PartsContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

function build(): Parts {
  const queries = consoleQueries();
  const store = deskStore();
  const api = apiClient({
    fetch: window.fetch.bind(window),
    csrf: () => queries.getQueryData<Session>(SESSION_KEY)?.csrf ?? null,
    onSignedOut: () => {
      if (queries.getQueryData(SESSION_KEY)) queries.setQueryData(SESSION_KEY, null);
    },
    onLocked: () => {
      queries.setQueryData<Session>(SESSION_KEY, (known) => known && { ...known, locked: true });
      // The answer may be older than an unlocking.
      void queries.refetchQueries({ queryKey: SESSION_KEY });
    },
  });
  const sending = sender({
    api,
    store,
    wait,
    now: Date.now,
    onAccepted: (id) => void queries.refetchQueries({ queryKey: conversationKey(id) }),
  });
  const settings = deskSettings(localStorage);
  const hide = hideStore();
  const back = takingBack({ store, sender: sending, wait });
  window.addEventListener('pagehide', () => void back.letGoOfAll());
  keepDrafts({ api, store, pause: () => wait(500) });
  return {
    api,
    store,
    sender: sending,
    takingBack: back,
    settings,
    hide,
    queries,
    invitation: takeInvitation(),
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The token leaves the address bar and the history before anything else happens. */
function takeInvitation(): string | null {
  if (!location.pathname.endsWith('/invite')) return null;
  const token = splitToken(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return token;
}
