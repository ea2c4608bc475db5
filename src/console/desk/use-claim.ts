import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { actKey } from '../api/act-key.ts';
import type { ApiFailure } from '../api/client.ts';
import { useParts } from '../parts.tsx';
import { QUEUE_KEY } from '../queries.ts';
import { ARRIVED } from '../shell/arrival.ts';

/** How the claim of one card stands. */
export type ClaimState =
  | { readonly kind: 'claiming' }
  | { readonly kind: 'taken'; readonly by: string }
  | { readonly kind: 'gone' | 'at-capacity' | 'claim-failed' };

export interface Claims {
  readonly of: (id: string) => ClaimState | undefined;
  /** Always the same one, so that a card that did not change is left alone. */
  readonly claim: (id: string) => void;
}

/** Claims; only the server says who won. A try whose answer was lost is repeated under its old key. */
export function useClaims(): Claims {
  const { api } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [states, setStates] = useState<ReadonlyMap<string, ClaimState>>(new Map());
  const keys = useRef(new Map<string, string>());
  const claiming = useRef(new Set<string>());

  const put = (id: string, state: ClaimState | null) =>
    setStates((before) => {
      const after = new Map(before);
      if (state) after.set(id, state);
      else after.delete(id);
      return after;
    });

  const claim = async (id: string) => {
    if (claiming.current.has(id)) return;
    claiming.current.add(id);
    const key = keys.current.get(id) ?? actKey();
    keys.current.set(id, key);
    put(id, { kind: 'claiming' });
    const path = `queue/${encodeURIComponent(id)}/claim`;
    const result = await api.act({ method: 'POST', path, body: { key } });
    claiming.current.delete(id);
    if (result.ok || result.error.kind === 'refused') keys.current.delete(id);
    put(id, result.ok ? null : stateOf(result.error));
    await queries.invalidateQueries({ queryKey: QUEUE_KEY });
    if (result.ok) await navigate(`/c/${id}`, { state: ARRIVED });
  };
  const latest = useRef(claim);
  latest.current = claim;
  const [stable] = useState(() => (id: string) => void latest.current(id));

  return { of: (id) => states.get(id), claim: stable };
}

function stateOf(failure: ApiFailure): ClaimState {
  if (failure.kind !== 'refused') return { kind: 'claim-failed' };
  if (failure.error === 'already-claimed') return takenBy(failure.by);
  if (failure.error === 'at-capacity') return { kind: 'at-capacity' };
  return failure.status === 404 ? { kind: 'gone' } : { kind: 'claim-failed' };
}

const takenBy = (by: string | undefined): ClaimState =>
  by === undefined || by === '' ? { kind: 'gone' } : { kind: 'taken', by };
