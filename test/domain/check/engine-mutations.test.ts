import { expect, it, vi } from 'vitest';
import { checkBundle } from '../../../src/domain/check/check-bundle.ts';
import type * as Engine from '../../../src/domain/flow/step.ts';
import { CHANNEL_CAPS } from '../../../src/main/channel-caps.ts';
import { coreWith } from '../../support/mutants.ts';
import { ENGINES, type Run } from './mutants/engine.ts';

vi.setConfig({ testTimeout: 900_000 });

const engine = vi.hoisted(() => ({
  broken: null as ((run: Run) => ReturnType<Run['step']>) | null,
}));

vi.mock('../../../src/domain/flow/step.ts', async (importOriginal) => {
  const real = await importOriginal<typeof Engine>();
  const step: typeof real.step = (bundle, state, input, facts, watch) => {
    const run: Run = { state, input, step: (one) => real.step(bundle, state, one, facts, watch) };
    return engine.broken === null ? run.step(input) : engine.broken(run);
  };
  return { ...real, step };
});

const { bundle, keyedTexts } = await coreWith();

it.each(ENGINES)('%s finds an engine with %s', (rule, _what, broken) => {
  engine.broken = broken;

  const { findings } = checkBundle({ bundle, texts: keyedTexts, channels: CHANNEL_CAPS });

  expect(findings.map((finding) => finding.rule)).toContain(rule);
});
