import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { choiceId, openAsk } from '../../../src/domain/flow/answer.ts';
import type { Band } from '../../../src/domain/flow/bundle.ts';
import { type Scene, sceneOf } from '../../../src/domain/flow/script.ts';
import { step } from '../../../src/domain/flow/step.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
const { bundle } = loaded.value;

/** The matters that a child can pick in F28, and the band that each asks for. */
const BAND: Readonly<Record<string, Band>> = {
  'self-harm': 'self-harm',
  'contact-abuse': 'abuse',
  livestream: 'abuse',
  'sexual-extortion': 'extortion',
  'image-shared': 'extortion',
  'image-requested': 'other',
  'money-gifts': 'other',
  'unwanted-sexual': 'other',
};
const ORDER: readonly Band[] = ['danger', 'self-harm', 'abuse', 'extortion', 'other'];
const MATTERS = Object.keys(BAND);

const scene = (): Scene =>
  sceneOf(bundle, 'en', [
    'flow: what-happened',
    'channel: web',
    'desk: open',
    'globals: role=child',
  ]);

const say = (from: Scene, text: string): Scene => ({
  ...from,
  state: step(bundle, from.state, { kind: 'text', text, ref: 'r' }, from.facts).state,
});

function pick(from: Scene, is: string): Scene | null {
  const ask = openAsk(bundle, from.state);
  const index = ask?.choices.findIndex((choice) => choice.is === is) ?? -1;
  const choice = ask?.choices[index];
  if (choice === undefined) return null;
  // A button of any page is the same button.
  const page = index < 7 || (ask?.choices.length ?? 0) <= 8 ? 0 : Math.floor(index / 7);
  const state: ConversationState = {
    ...from.state,
    talk: { ...from.state.talk, asked: { ordinal: from.state.talk.asked?.ordinal ?? 0, page } },
  };
  const id = choiceId(state, { kind: 'choice', choice, index });
  return { ...from, state: step(bundle, state, { kind: 'choice', id }, from.facts).state };
}

/** Names the matters one after the other, says no to all else, and asks for a person. */
function named(matters: readonly string[]): ConversationState {
  const left = [...matters];
  let at: Scene = {
    ...scene(),
    state: step(bundle, scene().state, { kind: 'opened' }, scene().facts).state,
  };
  for (let turn = 0; turn < 120; turn += 1) {
    const frame = at.state.talk.frames.at(-1);
    const chooses = frame?.flow === 'what-happened' && ['what', 'also'].includes(frame.step);
    const wanted = chooses ? (left.shift() ?? 'person') : null;
    const past = ['no', 'none', 'skipped', 'unsure', 'other', 'never', 'back', 'continue'];
    const next =
      wanted === 'person' ? person(at) : wanted === null ? firstOf(at, past) : pick(at, wanted);
    if (next === null) throw new Error(`stuck at ${frame?.flow}/${frame?.step}`);
    if (wanted === 'person') return next.state;
    at = next;
  }
  throw new Error('no end');
}

function firstOf(at: Scene, values: readonly string[]): Scene | null {
  for (const value of values) {
    const next = pick(at, value);
    if (next !== null) return next;
  }
  return null;
}

function person(at: Scene): Scene | null {
  const consent = pick(say(at, '9'), 'yes');
  return consent === null ? null : pick(consent, 'no');
}

const briefOf = ({ queue }: ConversationState) =>
  (queue?.brief ?? []).map(({ name, value }) => `${name}=${value}`);

describe('several matters in one talk', () => {
  const pairs = MATTERS.flatMap((a) => MATTERS.filter((b) => b !== a).map((b) => [a, b] as const));
  const triples = pairs.flatMap(([a, b]) =>
    MATTERS.filter((c) => c !== a && c !== b).map((c) => [a, b, c] as const),
  );

  const talks = triples.map((matters) => ({ matters, waiting: named(matters) }));

  it('count by the most urgent one, in whatever order they are named', () => {
    const wrong = talks.filter(({ matters, waiting }) => {
      const most = ORDER.find((band) => matters.some((matter) => BAND[matter] === band));
      return waiting.queue?.band !== most;
    });

    expect(wrong).toEqual([]);
  });

  it('all stand in the brief', () => {
    const lost = talks.filter(({ matters, waiting }) => {
      const told = briefOf(waiting);
      return !matters.every((one) => told.some((line) => line.endsWith(`=${one}`)));
    });

    expect(lost).toEqual([]);
  });

  it('stand there once each', () => {
    const told = briefOf(named(['self-harm', 'contact-abuse', 'sexual-extortion']));

    expect(told).toEqual([...new Set(told)]);
    expect(told.filter((line) => /^(category|also)=/.test(line)).toSorted()).toEqual([
      'also=contact-abuse',
      'also=sexual-extortion',
      'category=self-harm',
    ]);
  });

  it('are gone with an erase', () => {
    const before = named(['self-harm', 'livestream', 'contact-abuse']);
    const after = step(bundle, before, { kind: 'text', text: 'erase', ref: 'r' }, scene().facts);

    expect(JSON.stringify(after.state.talk)).not.toMatch(/self-harm|livestream|contact-abuse/);
  });
});

describe('several matters in one text', () => {
  const both = 'i want to die. he is going to hit me now';

  it('asks about one; the other is on the careful side and stands in the brief', () => {
    const asked = say(scene(), both);
    expect(asked.state.talk.frames.at(-1)?.step).toBe('self-harm');

    const mistaken = pick(asked, 'no');
    const waiting = mistaken === null ? null : person(mistaken);

    expect(waiting?.state.queue?.band).toBe('danger');
    expect(briefOf(waiting?.state as ConversationState)).toContain('concern=danger');
  });

  it('raises nobody by what was asked and denied', () => {
    const asked = say(scene(), 'i want to die');
    const mistaken = pick(asked, 'no');
    const waiting = mistaken === null ? null : person(mistaken);

    expect(waiting?.state.queue?.band).toBe('other');
  });

  it('lifts a child who waits already', () => {
    const waiting = person(say(scene(), 'hello')) as Scene;
    expect(waiting.state.queue?.band).toBe('other');

    expect(say(waiting, both).state.queue?.band).toBe('danger');
  });

  it('takes the most urgent of a text that came too late', () => {
    const begun = scene();
    const late = { ...begun, facts: { ...begun.facts, late: true } };

    expect(say(late, both).state.queue?.band).toBe('danger');
  });
});
