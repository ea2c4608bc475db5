import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { actKey } from '../api/act-key.ts';
import type { ApiFailure } from '../api/client.ts';
import type { QueueCard } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { QUEUE_KEY } from '../queries.ts';
import { ARRIVED } from '../shell/arrival.ts';

/** How the claim of one card stands. */
export type ClaimState = { readonly kind: 'claiming' } | Lost;

type Lost =
  | { readonly kind: 'taken'; readonly by: string }
  | { readonly kind: 'gone' | 'at-capacity' | 'claim-failed' };

export interface Claims {
  /** Of the card as it is: a child who came back to the queue since is free again. */
  readonly of: (card: Claimed) => ClaimState | undefined;
  /** Always the same one, so that a card that did not change is left alone. */
  readonly claim: (card: Claimed) => void;
  /** The last claim, if it did not succeed; null from the next one on. */
  readonly lost: { readonly handle: string; readonly state: Lost } | null;
  readonly forget: () => void;
}

type Claimed = Pick<QueueCard, 'id' | 'handle' | 'version'>;

interface Known {
  readonly state: ClaimState;
  readonly version: number;
}

/** Claims; only the server says who won. A try whose answer was lost is repeated under its old key. */
export function useClaims(): Claims {
  const { api } = useParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [states, setStates] = useState<ReadonlyMap<string, Known>>(new Map());
  const [lost, setLost] = useState<Claims['lost']>(null);
  const keys = useRef(new Map<string, string>());
  const claiming = useRef(new Set<string>());

  const put = ({ id, version }: Claimed, state: ClaimState | null) =>
    setStates((before) => {
      const after = new Map(before);
      if (state) after.set(id, { state, version });
      else after.delete(id);
      return after;
    });

  const claim = async (card: Claimed) => {
    const { id, handle } = card;
    if (claiming.current.has(id)) return;
    claiming.current.add(id);
    const key = keys.current.get(id) ?? actKey();
    keys.current.set(id, key);
    setLost(null);
    put(card, { kind: 'claiming' });
    const path = `queue/${encodeURIComponent(id)}/claim`;
    const result = await api.act({ method: 'POST', path, body: { key } });
    claiming.current.delete(id);
    if (result.ok || result.error.kind === 'refused') keys.current.delete(id);
    const state = result.ok ? null : lostBy(result.error);
    put(card, state);
    if (state) setLost({ handle, state });
    await queries.invalidateQueries({ queryKey: QUEUE_KEY });
    if (result.ok) await navigate(`/c/${id}`, { state: ARRIVED });
  };
  const latest = useRef(claim);
  latest.current = claim;
  const [stable] = useState(() => (card: Claimed) => void latest.current(card));

  const of = ({ id, version }: Claimed) => {
    const known = states.get(id);
    return known?.state.kind === 'claiming' || known?.version === version ? known.state : undefined;
  };
  return { of, claim: stable, lost, forget: () => setLost(null) };
}

function lostBy(failure: ApiFailure): Lost {
  if (failure.kind !== 'refused') return { kind: 'claim-failed' };
  if (failure.error === 'already-claimed') return takenBy(failure.by);
  if (failure.error === 'at-capacity') return { kind: 'at-capacity' };
  return failure.status === 404 ? { kind: 'gone' } : { kind: 'claim-failed' };
}

const takenBy = (by: string | undefined): Lost =>
  by === undefined || by === '' ? { kind: 'gone' } : { kind: 'taken', by };
