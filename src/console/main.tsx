import './styles/all.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { config } from 'zod';
import { apiClient } from './api/client.ts';
import type { Session } from './api/types.ts';
import { App } from './app.tsx';
import { startI18n } from './i18n.ts';
import { type Parts, PartsContext } from './parts.tsx';
import { consoleQueries, conversationKey, SESSION_KEY } from './queries.ts';
import { deskStore } from './state/desk-store.ts';
import { splitToken } from './state/invitation-token.ts';
import { sender } from './state/sender.ts';
import { nonce, theme } from './theme.ts';

// Compiling schemas would need eval, which the content security policy forbids.
config({ jitless: true });

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
  });
  const sending = sender({
    api,
    store,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: Date.now,
    onAccepted: (id) => void queries.refetchQueries({ queryKey: conversationKey(id) }),
  });
  return { api, store, sender: sending, queries, invitation: takeInvitation() };
}

/** The token leaves the address bar and the history before anything else happens. */
function takeInvitation(): string | null {
  if (!location.pathname.endsWith('/invite')) return null;
  const token = splitToken(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return token;
}
