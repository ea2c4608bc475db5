import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';

/** Signs out here, or everywhere; nothing of what was shown stays. */
export function useSignOut(path: 'session' | 'me/sessions' = 'session'): () => Promise<void> {
  const { api, store, takingBack } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await takingBack.letGoOfAll();
    await api.act({ method: 'DELETE', path });
    store.signedOut();
    queries.clear();
    queries.setQueryData(SESSION_KEY, null);
    await navigate('/sign-in', { replace: true });
  };
}
