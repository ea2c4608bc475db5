import type { Response } from 'express';
import type { ActError, TransferError } from '../../app/desk-types.ts';
import type { Result } from '../../domain/result.ts';
import { refuse } from '../errors.ts';

const STATUS: Readonly<Record<(ActError | TransferError)['kind'], number>> = {
  missing: 404,
  'not-owner': 409,
  'child-left': 410,
  unavailable: 409,
};

/** 204; 404 `missing`; 409 `not-owner`; 410 `child-left`. */
export function answerAct(
  response: Response,
  result: Result<void, ActError | TransferError>,
): void {
  if (result.ok) response.status(204).end();
  else refuse(response, STATUS[result.error.kind], result.error.kind);
}
