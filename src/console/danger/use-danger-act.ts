import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { actKey } from '../api/act-key.ts';
import type { HoldAct } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { conversationKey, QUEUE_KEY } from '../queries.ts';

export type DangerAct =
  | { readonly to: 'escalate' | 'join' }
  | { readonly to: 'case'; readonly written: readonly string[] }
  | { readonly to: 'hold'; readonly act: HoldAct['act'] };

/** What counsellor and supervisor do; whatever the answer, the page is read anew. */
export function useDangerAct(id: string) {
  const { api } = useParts();
  const queries = useQueryClient();
  const [state, setState] = useState({ busy: false, failed: false });
  const act = async ({ to, ...body }: DangerAct): Promise<boolean> => {
    setState({ busy: true, failed: false });
    const result = await api.act({
      method: to === 'case' ? 'PUT' : 'POST',
      path: `conversations/${encodeURIComponent(id)}/${to}`,
      body: { key: actKey(), ...body },
    });
    await Promise.all([
      queries.invalidateQueries({ queryKey: QUEUE_KEY }),
      queries.invalidateQueries({ queryKey: conversationKey(id) }),
    ]);
    setState({ busy: false, failed: !result.ok });
    return result.ok;
  };
  return { act, ...state };
}
