import type { Frame } from '../conversation/state.ts';
import type { Vars } from './bundle.ts';
import type { Draft } from './draft.ts';
import { joinStep } from './join-queue.ts';

/**
 * Frames that go on with what the child chose in one that is left, as far as the brief names it: the counsellor sees it
 * also when the child asks for a person later.
 */
export function tellOn(
  draft: Draft,
  left: Frame | undefined,
  frames: readonly Frame[],
): readonly Frame[] {
  const top = frames.at(-1);
  const told = toldIn(draft, left);
  if (top === undefined || told === null) return frames;
  return [...frames.slice(0, -1), { ...top, vars: { ...top.vars, ...told } }];
}

function toldIn({ bundle }: Draft, left: Frame | undefined): Vars | null {
  const names = Object.keys(left?.vars ?? {});
  if (left === undefined || names.length === 0) return null;
  const brief = joinStep(bundle)?.step.brief ?? [];
  const told = names.filter((name) => brief.includes(name));
  if (told.length === 0) return null;
  return Object.fromEntries(told.map((name) => [name, left.vars[name] ?? '']));
}
