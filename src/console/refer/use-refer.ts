import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { actKey } from '../api/act-key.ts';
import type { ApiFailure } from '../api/client.ts';
import { useParts } from '../parts.tsx';
import { conversationKey } from '../queries.ts';

interface Said {
  readonly words: 'done' | 'unavailable' | 'window' | 'failed';
  readonly name: string;
}

/** One key for each card, so that a lost answer does not put it there twice. */
export function useRefer(id: string) {
  const { api } = useParts();
  const queries = useQueryClient();
  const [keys] = useState(new Map<string, string>());
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const refer = async (service: string, name: string) => {
    setBusy(true);
    const key = keys.get(service) ?? actKey();
    keys.set(service, key);
    const path = `conversations/${encodeURIComponent(id)}/refer`;
    const result = await api.act({ method: 'POST', path, body: { key, service } });
    const lost = !result.ok && result.error.kind === 'unreachable';
    if (!lost) keys.delete(service);
    const words = result.ok ? 'done' : wordsOf(result.error);
    setSaid({ words, name });
    await queries.invalidateQueries({ queryKey: conversationKey(id) });
    if (words === 'unavailable') await queries.invalidateQueries({ queryKey: ['referrals'] });
    setBusy(false);
  };
  return { refer, busy, said };
}

function wordsOf(failure: ApiFailure): Said['words'] {
  if (failure.kind !== 'refused') return 'failed';
  return failure.error === 'unavailable' || failure.error === 'window' ? failure.error : 'failed';
}
