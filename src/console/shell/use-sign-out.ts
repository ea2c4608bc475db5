import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';

/**
 * Signs out here, or everywhere; nothing of what was shown stays. False when the server did not do it: the session is
 * still open then, and a page that said otherwise would leave it to whoever sits down next.
 */
export function useSignOut(path: 'session' | 'me/sessions' = 'session'): () => Promise<boolean> {
  const { api, store, takingBack } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await takingBack.letGoOfAll();
    const ended = await api.act({ method: 'DELETE', path });
    if (!ended.ok && ended.error.kind !== 'signed-out') return false;
    store.signedOut();
    queries.clear();
    queries.setQueryData(SESSION_KEY, null);
    await navigate('/sign-in', { replace: true });
    return true;
  };
}
