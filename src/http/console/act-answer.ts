import type { Response } from 'express';
import type { ActError } from '../../app/desk-types.ts';
import type { Result } from '../../domain/result.ts';
import { refuse } from '../errors.ts';

const STATUS: Readonly<Record<ActError['kind'], number>> = {
  missing: 404,
  'not-owner': 409,
  'child-left': 410,
};

/** 204; 404 `missing`; 409 `not-owner`; 410 `child-left`. */
export function answerAct(response: Response, result: Result<void, ActError>): void {
  if (result.ok) response.status(204).end();
  else refuse(response, STATUS[result.error.kind], result.error.kind);
}
