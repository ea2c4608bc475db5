import { expect, it } from 'vitest';
import { RULES } from '../../../src/domain/check/rules.ts';
import { ENGINES } from './mutants/engine.ts';
import { READ_SHAPED, READ_WORDED } from './mutants/read.ts';
import { BESIDE_CORE, SHAPED, WORDED } from './mutants/walked.ts';

it('is broken on purpose for every rule, at least once', () => {
  const tables = [ENGINES, READ_SHAPED, READ_WORDED, BESIDE_CORE, SHAPED, WORDED];
  const broken = new Set(tables.flatMap((rows) => rows.map(([rule]) => rule)));

  expect(RULES.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});
