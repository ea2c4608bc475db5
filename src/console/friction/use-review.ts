import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewFriction } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { QUEUE_KEY } from '../queries.ts';

/** What a supervisor does with a pause; whatever the answer, the list is read anew. */
export function useReview(id: string) {
  const { api } = useParts();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<'not-now' | 'failed' | null>(null);
  const review = async (act: ReviewFriction['act']) => {
    setBusy(true);
    const path = `frictions/${encodeURIComponent(id)}`;
    const result = await api.act({ method: 'PUT', path, body: { act } });
    await queries.invalidateQueries({ queryKey: QUEUE_KEY });
    setBusy(false);
    if (result.ok) return setProblem(null);
    setProblem(result.error.kind === 'refused' ? 'not-now' : 'failed');
  };
  return { review, busy, problem };
}
