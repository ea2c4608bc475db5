import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import type { ApiCall, ApiFailure } from '../api/client.ts';
import { useParts } from '../parts.tsx';
import { ACCOUNT_KEY } from '../queries.ts';
import { useConfirm } from './confirm-password.tsx';

export type AccountProblem =
  | 'wrong-code'
  | 'weak-password'
  | 'last-factor'
  | 'not-taken'
  | 'failed';

const KNOWN: readonly string[] = ['wrong-code', 'weak-password', 'last-factor', 'not-taken'];

/** An act on the own account: asks for the password again when the server wants it, then goes on. */
export function useAccountAct() {
  const { api } = useParts();
  const queries = useQueryClient();
  const confirm = useConfirm();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AccountProblem | null>(null);

  async function run<T>(act: () => Promise<Result<T, ApiFailure>>): Promise<T | null> {
    setBusy(true);
    setProblem(null);
    let result = await act();
    if (!result.ok && wantsPassword(result.error) && (await confirm())) result = await act();
    setBusy(false);
    if (result.ok) {
      void queries.refetchQueries({ queryKey: ACCOUNT_KEY });
      return result.value;
    }
    if (!wantsPassword(result.error)) setProblem(problemOf(result.error));
    return null;
  }

  return {
    busy,
    problem,
    read: <T,>(call: ApiCall, schema: z.ZodType<T>) => run(() => api.read(call, schema)),
    /** True when it was done. */
    act: async (call: ApiCall) => {
      const done = await run(async () => {
        const result = await api.act(call);
        return result.ok ? { ok: true as const, value: true } : result;
      });
      return done === true;
    },
    fail: setProblem,
  };
}

function wantsPassword(failure: ApiFailure): boolean {
  return failure.kind === 'refused' && failure.error === 'confirm';
}

function problemOf(failure: ApiFailure): AccountProblem {
  if (failure.kind !== 'refused' || !KNOWN.includes(failure.error)) return 'failed';
  return KNOWN.find((one) => one === failure.error) as AccountProblem;
}
