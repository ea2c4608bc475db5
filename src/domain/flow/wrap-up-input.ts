import type { Input } from '../conversation/input.ts';
import { change, type Draft } from './draft.ts';
import { record } from './end.ts';

export type WrapUpInput = Extract<
  Input,
  { readonly kind: 'wrap-up-drafted' | 'wrap-up-skipped' | 'wrapped-up' }
>;

const KINDS: readonly string[] = ['wrap-up-drafted', 'wrap-up-skipped', 'wrapped-up'];

/** So long after it was put off the counsellor is reminded. */
const REMIND_MS = 10 * 60_000;

export function isWrapUp(input: Input): input is WrapUpInput {
  return KINDS.includes(input.kind);
}

/** What the last counsellor writes down about the talk, for the statistics alone. */
export function wrapUpInput(draft: Draft, input: WrapUpInput): void {
  const { state } = draft;
  if (state.recorded || state.counsellor?.id !== input.by.id) return;
  if (input.kind === 'wrap-up-skipped') return putOff(draft);
  // Kept on each change, so that nothing is filled in twice; it ends nothing and is no record.
  if (input.kind === 'wrap-up-drafted') return change(draft, { wrapUpDraft: input.wrapUp });
  change(draft, { wrapUp: input.wrapUp });
  if (draft.state.ended !== null && draft.state.timers.feedback === undefined) record(draft);
}

/** Once: a second time would be never. */
function putOff(draft: Draft): void {
  const { state, facts } = draft;
  if (state.ended === null || state.wrapUpRemind !== undefined) return;
  change(draft, { wrapUpRemind: facts.now + REMIND_MS });
}
