import { describe, expect, it, vi } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import { explore } from '../../../src/domain/check/explore.ts';
import { keyBundle } from '../../../src/domain/check/key-bundle.ts';
import { type Position, positionsOf } from '../../../src/domain/check/position.ts';
import { shared } from '../../../src/domain/check/shared.ts';
import type { Next } from '../../../src/domain/check/turn.ts';
import { Turns } from '../../../src/domain/check/turns.ts';
import { type Known, valuationOf } from '../../../src/domain/check/valuation.ts';
import { followedVariables, openVariables } from '../../../src/domain/check/variables.ts';
import { activeFolder, CORE } from '../../support/core-bundle.ts';

// The whole walk takes its time on a busy machine; how long is for the command to say.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const loaded = await loadBundle(await activeFolder(CORE, ['en']));
if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
const bundle = keyBundle(loaded.value.bundle);
const positions = positionsOf(bundle);

function freshTurns(): Turns {
  return new Turns({
    bundle,
    valuation: valuationOf(followedVariables(bundle)),
    positions,
    open: openVariables(bundle),
    rules: { needs: () => [], check: () => [], tellsLimits: () => false },
    shared: shared(),
  });
}

/** All that can happen there, each with what is known before it, as it can be compared with another walk's. */
function told(turns: Turns, position: Position, now: Known): readonly string[] {
  const lines = new Set<string>();
  turns.each(position, now, ({ all }, known) => {
    for (const { act, chosen, next, wrote, calls, nested, passed, took } of all) {
      const steps = passed.map(({ flow, id }) => `${flow}/${id}`);
      lines.add(
        JSON.stringify([act, [...chosen], placeOf(next), wrote, calls, nested, steps, took, known]),
      );
    }
  });
  return [...lines].toSorted();
}

function placeOf(next: Next): string {
  if (next.kind === 'at') return next.position.key;
  return next.kind === 'back' ? `back ${next.state.owner.kind}` : next.kind;
}

describe('what can happen at a place', () => {
  const walk = freshTurns();
  const { states, insides } = explore(walk);
  const all = [...states, ...[...insides.values()].flatMap((inside) => inside.states)];
  // One place after another of all kinds, and not the first with what is known there alone.
  const some = all.filter((_, at) => at % 43 === 0);

  it('is what a walk finds that was nowhere else before', () => {
    expect(some.length).toBeGreaterThan(50);
    for (const { position, now } of some) {
      expect(told(walk, position, now)).toEqual(told(freshTurns(), position, now));
    }
  });
});
