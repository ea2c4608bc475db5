import { isHeld } from '../conversation/escalation.ts';
import { addEvent, change, changeTalk, type Draft, flush } from './draft.ts';
import { feedbackOver } from './end.ts';

/** Everything the child told us, gone in this very commit; only where they stand now is left. Held content is decided about. */
export function eraseContent(draft: Draft): void {
  if (draft.effects.some(({ kind }) => kind === 'clear-chat')) return;
  flush(draft);
  draft.watch.read('held');
  if (isHeld(draft.state, draft.facts.now)) askErase(draft);
  else forgetContent(draft);
  draft.effects.push({ kind: 'clear-chat' });
}

/**
 * In a later talk the child asked for everything to be erased: what this one, which is over, still keeps for its wrap-up goes
 * too, and all of it once its record is written. What is held is decided about, as in a talk that goes on.
 */
export function erasedLater(draft: Draft): void {
  const { ended, escalation } = draft.state;
  if (ended === null || ended === 'erased') return;
  if (isHeld(draft.state, draft.facts.now)) {
    if (escalation?.erase === undefined) askErase(draft);
    return;
  }
  forgetContent(draft);
  change(draft, { ended: 'erased' });
  addEvent(draft, 'erased-later');
  feedbackOver(draft);
  if (draft.state.recorded) draft.effects.push({ kind: 'purge' });
}

/** What was written is forgotten, and what the child chose. */
export function forgetContent(draft: Draft): void {
  draft.effects.push({ kind: 'forget-lines' });
  for (const name of Object.keys(draft.bundle.globals)) draft.watch.wrote(name);
  const { matters: _matters, heard: _heard, ...talk } = draft.state.talk;
  const { distress: _distress, ...marks } = draft.state.marks;
  change(draft, { talk: { ...talk, globals: keepDevice(draft), interrupted: null } });
  change(draft, { queue: null, marks });
}

/** What counsellor and supervisor hold is not erased by a word, and not kept by silence: the two decide it. */
function askErase(draft: Draft): void {
  const { escalation } = draft.state;
  if (escalation === undefined) return;
  const erase = { at: draft.facts.now, keep: null, kept: false };
  change(draft, { escalation: { ...escalation, erase } });
  changeTalk(draft, { interrupted: null });
  draft.effects.push({ kind: 'alarm', alarm: 'erase-held' });
  addEvent(draft, 'erase-held');
}

/** Kept so that the last lines stay discreet on a shared phone; it goes with the conversation. */
function keepDevice(draft: Draft): Readonly<Record<string, string>> {
  const { device } = draft.state.talk.globals;
  return device === undefined ? {} : { device };
}
