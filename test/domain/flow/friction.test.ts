import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { ALONE_MS } from '../../../src/domain/flow/friction.ts';
import { sceneOf } from '../../../src/domain/flow/script.ts';
import { step } from '../../../src/domain/flow/step.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle of the repository does not load');
const { bundle } = loaded.value;

const HEADER = ['flow: handoff', 'desk: open 5-15', 'services: helpline, police'];
const DAY = 24 * 3_600_000;

/** What a child hears who comes to the flow for a person. */
function comes(globals: Readonly<Record<string, string>>, more: Partial<ConversationState> = {}) {
  const { state, facts } = sceneOf(bundle, 'en', [...HEADER, 'friction: long']);
  const talk = { ...state.talk, ...more.talk, globals };
  const came = { ...state, ...more, talk };
  return turn(came, { kind: 'opened' }, facts);
}

type Turn = Parameters<typeof step>;

function turn(state: Turn[1], input: Turn[2], facts: Turn[3]) {
  const { state: after, effects } = step(bundle, state, input, facts);
  const said = effects.flatMap((effect) => (effect.kind === 'send' ? effect.message.parts : []));
  const text = said.map((part) => (part.kind === 'text' ? part.text : part.lead)).join(' ');
  return { state: after, text, paused: text.includes('rests now') };
}

/** Every value of every variable that tells how urgent it is, and none. */
const ANSWERS = ['danger', 'harm-self', 'category', 'also'].reduce<
  readonly Readonly<Record<string, string>>[]
>(
  (all, name) =>
    ['', ...(bundle.globals[name] ?? [])].flatMap((value) =>
      all.map((one) => (value === '' ? one : { ...one, [name]: value })),
    ),
  [{ role: 'child' }],
);

const URGENT = new Set([
  'self-harm',
  'contact-abuse',
  'livestream',
  'sexual-extortion',
  'image-shared',
]);

describe('a pause for an address that floods the line', () => {
  it('meets every answer but those of danger, thoughts of dying, abuse and extortion', () => {
    const wrong = ANSWERS.filter((answers) => {
      const urgent =
        answers['danger'] === 'yes' ||
        ['yes', 'unsure'].includes(answers['harm-self'] ?? '') ||
        [answers['category'], answers['also']].some((matter) => URGENT.has(matter ?? ''));
      return comes(answers).paused === urgent;
    });

    expect(ANSWERS.length).toBeGreaterThan(3000);
    expect(wrong).toEqual([]);
  });

  it('does not stand before an urgent matter that was named before another one', () => {
    const { state } = sceneOf(bundle, 'en', HEADER);
    const talk = { ...state.talk, matters: ['self-harm', 'grooming'] };
    expect(comes({ also: 'grooming' }, { talk }).paused).toBe(false);
    expect(
      comes({ also: 'grooming' }, { talk: { ...state.talk, matters: ['livestream', 'grooming'] } })
        .paused,
    ).toBe(false);
    const heard = { ...state.talk, heard: ['danger' as const] };
    expect(comes({}, { talk: heard }).paused).toBe(false);
  });

  it.each(['i want to die', 'he will kill me', 'he hits me', 'he wants money for my pictures'])(
    'is over for the talk in which a child writes %j',
    (words) => {
      const { state, facts } = sceneOf(bundle, 'en', [...HEADER, 'friction: long']);
      const paused = turn(state, { kind: 'opened' }, facts);
      expect(paused.paused).toBe(true);
      const heard = turn(paused.state, { kind: 'text', text: words, ref: 't' }, facts);
      expect(heard.state.marks.distress).toBe(facts.now);
      const person = turn(heard.state, { kind: 'text', text: '9', ref: 't' }, facts);
      expect(person.paused).toBe(false);
      expect(person.text).toContain('The counsellor will see');
      const erased = turn(heard.state, { kind: 'choice', id: 'erase' }, facts);
      expect(erased.state.marks.distress).toBeUndefined();
    },
  );

  it('says half an hour as long as no second person looked, and a day after', () => {
    const { state, facts } = sceneOf(bundle, 'en', HEADER);
    const at = (until: number) =>
      turn(state, { kind: 'opened' }, { ...facts, friction: facts.now + until }).text;
    expect(at(ALONE_MS)).toContain('half an hour');
    expect(at(ALONE_MS + 1)).toContain('one day');
    expect(at(DAY)).toContain('one day');
    expect(at(0)).not.toContain('rests');
  });

  it('takes nobody out of the line, and is not spoken of there', () => {
    const { state, facts } = sceneOf(bundle, 'en', HEADER);
    let now = turn(state, { kind: 'opened' }, facts);
    for (const text of ['1', '2']) {
      now = turn(now.state, { kind: 'text', text, ref: 't' }, facts);
    }
    expect(now.state.owner.kind).toBe('queue');
    const paused = { ...facts, friction: facts.now + DAY };
    const again = turn(now.state, { kind: 'text', text: '9', ref: 't' }, paused);
    expect(again.text).toContain('Please wait a little');
    expect(again.state.owner.kind).toBe('queue');
  });

  it('that begins while the consent stands open is told before the line', () => {
    const { state, facts } = sceneOf(bundle, 'en', HEADER);
    const asked = turn(state, { kind: 'opened' }, facts);
    const yes = turn(asked.state, { kind: 'text', text: '1', ref: 't' }, facts);
    const paused = { ...facts, friction: facts.now + ALONE_MS };
    const last = turn(yes.state, { kind: 'text', text: '2', ref: 't' }, paused);
    expect(last.paused).toBe(true);
    expect(last.state.owner.kind).toBe('bot');
  });

  it('leaves numbers, leaving and erasing as they are', () => {
    const { state, facts } = sceneOf(bundle, 'en', [...HEADER, 'friction: short']);
    const paused = turn(state, { kind: 'opened' }, facts);
    expect(turn(paused.state, { kind: 'text', text: 'help', ref: 't' }, facts).text).toContain(
      'call',
    );
    expect(turn(paused.state, { kind: 'text', text: '0', ref: 't' }, facts).state.ended).toBe(
      'exit',
    );
    const erased = turn(paused.state, { kind: 'choice', id: 'erase' }, facts);
    expect(erased.state.ended).toBe('erased');
  });
});
