import type { Brief } from '../conversation/state.ts';
import { BANDS, type Band, type Concern, type Vars } from './bundle.ts';
import { changeTalk, type Draft } from './draft.ts';

/** Where every matter after the first is saved; what is written over there is kept. */
const ALSO = 'also';

/** Notes what stood there and what is saved now, so that the band and the brief know of both. */
export function noteMatter(draft: Draft, name: string, value: string): void {
  if (name !== ALSO) return;
  const { matters = [], globals } = draft.state.talk;
  const all = [...matters, globals[ALSO] ?? value, value];
  changeTalk(draft, { matters: [...new Set(all)] });
}

/** Notes what a text spoke of beside the concern that is asked about. */
export function noteHeard(draft: Draft, concerns: readonly Concern[]): void {
  if (concerns.length === 0) return;
  const { heard = [] } = draft.state.talk;
  changeTalk(draft, { heard: [...new Set([...heard, ...concerns])] });
}

/** Whether the child's answers are those of a case; every matter counts, not the last one alone. */
export function fits(draft: Draft, when: Vars): boolean {
  const { globals, matters = [] } = draft.state.talk;
  return Object.entries(when).every(
    ([name, is]) => globals[name] === is || (name === ALSO && matters.includes(is)),
  );
}

/** What the words sound like. Nobody asked the child yet whether it was understood, so the careful side. */
const BAND_OF: Readonly<Record<Concern, Band>> = {
  'self-harm': 'self-harm',
  danger: 'danger',
  abuse: 'abuse',
  extortion: 'extortion',
  other: 'other',
  person: 'other',
};

/** The most urgent band of several concerns; undefined of none. */
export function bandHeard(concerns: readonly Concern[]): Band | undefined {
  const bands = concerns.map((concern) => BAND_OF[concern]);
  return BANDS.find((band) => bands.includes(band));
}

/** Lines of the brief for the matters that `also` holds no more, and for what was only heard. */
export function besideBrief({ state }: Draft): Brief {
  const { globals, matters = [], heard = [] } = state.talk;
  const shown = [globals['category'], globals[ALSO], 'other'];
  return [
    ...matters.filter((value) => !shown.includes(value)).map((value) => ({ name: ALSO, value })),
    ...heard.map((value) => ({ name: 'concern', value })),
  ];
}
