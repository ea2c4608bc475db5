import type { Response } from 'express';
import type { ActError, ReferError, TransferError } from '../../app/desk-types.ts';
import type { EscalationError } from '../../app/escalation-types.ts';
import type { Result } from '../../domain/result.ts';
import { refuse } from '../errors.ts';

type AnyError = ActError | TransferError | EscalationError | ReferError;

const STATUS: Readonly<Record<AnyError['kind'], number>> = {
  missing: 404,
  'not-owner': 409,
  'child-left': 410,
  unanswered: 409,
  'already-skipped': 409,
  unavailable: 409,
  window: 409,
  'not-now': 409,
};

/** 204; 404 `missing`; 409 `not-owner`, `unanswered`, `already-skipped`; 410 `child-left`. */
export function answerAct(response: Response, result: Result<void, AnyError>): void {
  if (result.ok) response.status(204).end();
  else refuse(response, STATUS[result.error.kind], result.error.kind);
}
