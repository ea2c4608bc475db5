import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { Owner } from '../../../src/domain/conversation/owner.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { ANYTIME } from '../../../src/domain/flow/anytime.ts';
import type { Facts } from '../../../src/domain/flow/facts.ts';
import { newConversation, step } from '../../../src/domain/flow/step.ts';
import { ask, FACTS, flow, smallBundle } from '../../support/small-bundle.ts';

const bundle = smallBundle([]);
const sok = { id: 's1', alias: 'Sok' };

function talk(inputs: readonly Input[], facts: Partial<Facts> = {}, from?: ConversationState) {
  let state = from ?? newConversation(bundle, 'web', 'nonce1', FACTS.now);
  let effects: readonly Effect[] = [];
  for (const input of inputs) {
    if (input.kind === 'claimed')
      state = { ...state, owner: { kind: 'counsellor', id: input.by.id } };
    ({ state, effects } = step(bundle, state, input, { ...FACTS, ...facts }));
  }
  return { state, effects, texts: textsOf(effects), choices: choicesOf(effects) };
}

function textsOf(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'send'
      ? effect.message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [part.none]))
      : [],
  );
}

function choicesOf(effects: readonly Effect[]) {
  return effects.flatMap((effect) => (effect.kind === 'send' ? effect.message.choices : []));
}

const linesOf = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.kind === 'line' ? [`${one.line.from} ${one.line.text}`] : []));

const text = (words: string): Input => ({ kind: 'text', text: words, ref: 'r' });
const opened: Input = { kind: 'opened' };
const atHome: readonly Input[] = [opened, text('2')];
const waiting: readonly Input[] = [...atHome, text('9'), text('1')];
const withSok: readonly Input[] = [...waiting, { kind: 'claimed', by: sok }];
const kinds = (effects: readonly Effect[]) => effects.map(({ kind }) => kind);

describe('step', () => {
  it('greets in every language until one is chosen', () => {
    expect(talk([opened]).texts).toEqual(['f:language ក\nf:language']);
    expect(talk(atHome).texts).toEqual(['f:where']);
  });

  it('takes a number, a Khmer digit, a label or a button for an answer', () => {
    const open = talk(atHome);
    const button = open.choices[0]?.id ?? '';
    for (const input of [
      text('1'),
      text('១'),
      text('f:where.a'),
      { kind: 'choice', id: button } as const,
    ]) {
      expect(talk([input], {}, open.state).state.talk.globals['category']).toBe('a');
    }
  });

  it("never lets an older button, or another conversation's, decide anything", () => {
    const old = talk([opened]).choices[0]?.id ?? '';
    const foreign = { ...newConversation(bundle, 'web', 'other1', 0) };
    const theirs = talk(atHome, {}, foreign).choices[0]?.id ?? '';
    for (const id of [old, theirs, 'nonce1.99.0', '']) {
      const { texts, state } = talk([...atHome, { kind: 'choice', id }]);
      expect(texts).toEqual(['bot:stale', 'f:where']);
      expect(state.talk.globals['category']).toBeUndefined();
    }
  });

  it('begins neutrally when a button of an ended conversation is tapped', () => {
    expect(talk([{ kind: 'choice', id: 'nonce1.1.0' }]).texts).toEqual([
      'f:language ក\nf:language',
    ]);
  });

  it('answers unknown words kindly, offers a person, and never says a line three times', () => {
    const open = talk(atHome).state;
    const said = ['a', 'b', 'c', 'd'].map((_, at) =>
      talk(
        Array.from({ length: at + 1 }, () => text('hm')),
        {},
        open,
      ).texts.join('|'),
    );
    expect(said).toEqual([
      'bot:unknown.first|f:where',
      'bot:unknown.again|f:where',
      'f:sure',
      'bot:unknown.first|f:sure',
    ]);
  });

  it('shows more than eight choices in pages of seven', () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`c${at}`, 'done']));
    const paged = smallBundle([
      flow('home', { where: ask('where', many, 'category'), done: { kind: 'end', say: [] } }),
    ]);
    let state = newConversation(paged, 'web', 'nonce1', 0);
    const on = (input: Input) => {
      const stepped = step(paged, state, input, FACTS);
      state = stepped.state;
      return choicesOf(stepped.effects).map(({ label }) => label);
    };
    on(opened);
    expect(on(text('2'))).toHaveLength(8);
    expect(on(text('8'))).toEqual(['f:where.c7', 'f:where.c8', 'f:where.c9', 'bot:more']);
    on(text('2'));
    expect(state.talk.globals['category']).toBe('c8');
  });

  it('leaves every caller and the way back where a flow goes on anew', () => {
    const nested = smallBundle([
      flow('home', { on: { kind: 'call', flow: 'mid', next: 'done' }, done: { kind: 'return' } }),
      flow('mid', {
        which: ask('which', { anew: 'anew', plain: 'plain' }),
        anew: { kind: 'goto', flow: 'last', anew: true },
        plain: { kind: 'goto', flow: 'last' },
      }),
      flow('last', { end: ask('end', { a: 'over' }), over: { kind: 'end', say: [] } }),
    ]);
    const framesAfter = (choice: string) => {
      let state = newConversation(nested, 'web', 'nonce1', 0);
      for (const input of [opened, text('2'), text(choice)]) {
        ({ state } = step(nested, state, input, FACTS));
      }
      return state.talk.frames.map(({ flow: id }) => id);
    };
    expect(framesAfter('1')).toEqual(['last']);
    expect(framesAfter('2')).toEqual(['home', 'last']);
  });

  it('joins the queue with the brief, and without an idle clock', () => {
    const { state, effects } = talk([...atHome, text('9'), text('1')]);
    expect(state.owner).toEqual({ kind: 'queue' });
    expect(state.timers.idle).toBeUndefined();
    expect(kinds(effects)).toEqual(['send', 'line', 'queued']);
  });

  it('goes where the flow says when the desk is closed', () => {
    const { texts, state } = talk(waiting, { desk: 'closed' });
    expect(state.owner.kind).toBe('bot');
    expect(texts).toEqual(['f:closed', 'f:where']);
  });

  it('lets only the counsellor who holds the conversation speak in it', () => {
    const held = talk(withSok).state;
    const mine = talk([{ kind: 'said', by: sok, text: 'Hello' }], {}, held);
    const other = talk(
      [{ kind: 'said', by: { id: 's2', alias: 'Dara' }, text: 'Hello' }],
      {},
      held,
    );
    expect(mine.texts).toEqual(['Hello']);
    expect(other.texts).toEqual([]);
    // Whoever sent it sees that it did not get through.
    expect(linesOf(other.effects)).toEqual(['event undelivered-left']);
  });

  it('keeps quiet while a counsellor is there, and passes the words on', () => {
    const { texts, effects } = talk([...withSok, text('thank you')]);
    expect(texts).toEqual([]);
    expect(kinds(effects)).toEqual(['line']);
  });

  it('leaves at once on an exit word: what was unsent is dropped, then one neutral line', () => {
    const { effects, state, texts } = talk([...atHome, text('exit')]);
    expect(kinds(effects)).toEqual(['clear-outbox', 'send', 'ended', 'record', 'purge']);
    expect(texts).toEqual(['f:bye']);
    expect(state.owner.kind).toBe('nobody');
  });

  it('does not take "he told me to exit" for an exit', () => {
    expect(talk([...atHome, text('he told me to exit')]).state.ended).toBeNull();
  });

  it('keeps a talk with a counsellor until the wrap-up or the retention time, and records it once', () => {
    const ended = talk([...withSok, { kind: 'closed', by: sok }]);
    expect(kinds(ended.effects)).toEqual(['send', 'line', 'ended']);
    const wrapUp = {
      contact: 'counselling',
      category: null,
      risk: null,
      ageBand: null,
      gender: null,
      referredTo: [],
    } as const;
    const done = talk([{ kind: 'wrapped-up', by: sok, wrapUp }], {}, ended.state);
    const again = talk(
      [
        { kind: 'wrapped-up', by: sok, wrapUp },
        { kind: 'timer', name: 'retention' },
      ],
      {},
      done.state,
    );
    expect(kinds(done.effects)).toEqual(['record']);
    expect(kinds(again.effects)).toEqual(['purge']);
  });

  it('gives late input one neutral line and no flow content', () => {
    const open = talk(atHome).state;
    const late = talk([text('1')], { late: true }, open);
    expect(late.texts).toEqual(['bot:late']);
    expect(talk([text('1')], { late: true }, late.state).texts).toEqual([]);
    expect(late.state.talk.globals['category']).toBeUndefined();
  });

  it('leaves by a late exit, word or button', () => {
    const open = talk(atHome).state;
    for (const input of [text('exit'), { kind: 'choice', id: 'exit' } as const]) {
      expect(talk([input], { late: true }, open).state.ended).toBe('exit');
    }
  });

  it('lets late distress join the queue, for a person to decide', () => {
    const { state, effects } = talk([text('i want to die')], { late: true }, talk(atHome).state);
    expect(state.owner.kind).toBe('queue');
    expect(state.queue?.brief).toEqual([{ name: 'late', value: 'yes' }]);
    expect(effects).toContainEqual({ kind: 'alarm', alarm: 'distress-late' });
  });

  it('hears late distress wherever it comes: by its band, while the child waits, and in a caption', () => {
    const late = { late: true };
    const alone = talk([text('i want to die')], late, talk(atHome).state);
    const inLine = talk([text('i want to die')], late, talk(waiting).state);
    const held = talk([text('i want to die')], late, talk(withSok).state);
    const caption: Input = { kind: 'media', what: 'picture', caption: 'i want to die', ref: 'm' };
    const pictured = talk([caption], late, talk(atHome).state);

    expect(alone.state.queue).toMatchObject({ band: 'self-harm', raised: true });
    expect(inLine.state.queue).toMatchObject({ band: 'self-harm', raised: true });
    expect(inLine.state.queue?.score).toBeLessThan(talk(waiting).state.queue?.score ?? 0);
    expect(pictured.state.queue?.band).toBe('self-harm');
    for (const { effects } of [inLine, held]) {
      expect(effects).toContainEqual({ kind: 'alarm', alarm: 'distress' });
    }
    expect(linesOf(held.effects)).toEqual(['child i want to die', 'event alarm-distress']);
    expect(linesOf(pictured.effects)[0]).toBe('child i want to die');
  });

  it('lifts a waiting child by what they choose meanwhile, and never lowers', () => {
    const state = talk(waiting).state;
    const globals = { ...state.talk.globals, danger: 'yes' };
    const danger = talk([text('hm')], {}, { ...state, talk: { ...state.talk, globals } }).state;
    const calm = { ...globals, danger: 'no' };
    const later = talk([text('hm')], {}, { ...danger, talk: { ...danger.talk, globals: calm } });

    expect(state.queue?.band).toBe('other');
    expect(danger.queue).toMatchObject({ band: 'danger' });
    expect(danger.queue?.brief).toContainEqual({ name: 'danger', value: 'yes' });
    expect(danger.queue?.score).toBeLessThan(state.queue?.score ?? 0);
    expect(later.state.queue).toMatchObject({ band: 'danger', score: danger.queue?.score });
  });

  it('does not tell a child to wait for nobody', () => {
    for (const desk of ['closed', 'down'] as const) {
      for (const input of [text('hm'), text('9')]) {
        const { texts } = talk([input], { desk }, talk(waiting).state);
        expect(texts[0]).toBe('bot:waiting.nobody');
        expect(texts[1]).toBe('bot:waiting.meanwhile');
        expect(texts).toHaveLength(4);
      }
    }
  });

  it('gives every question a number of its own, so that an old "yes" never answers a new question', () => {
    const first = talk([opened]).choices;
    const joined = talk(waiting);
    const next = talk([text('help')], {}, joined.state);
    const old = talk([{ kind: 'choice', id: first[0]?.id ?? '' }], {}, next.state);

    expect(next.choices.map(({ id }) => id)).not.toContain(first[0]?.id);
    expect(old.texts[0]).toBe('bot:stale');
    expect(next.state.questions).toBeGreaterThan(talk([opened]).state.questions);
  });

  it('asks again before an answer counts when the bundle changed meanwhile', () => {
    const open = { ...talk(atHome).state, bundle: 'before' };
    const { texts, state } = talk([text('1')], {}, open);

    expect(texts).toEqual(['bot:unknown.first', 'f:where']);
    expect(state.talk.globals['category']).toBeUndefined();
    expect(state.bundle).toBe('small');
  });

  it('founds nothing on a change to an old message, and nothing on "cannot be written to"', () => {
    const none: readonly Input[] = [
      { kind: 'edited', text: 'fine', ref: 'r' },
      { kind: 'unsent', ref: 'r' },
      { kind: 'gone' },
    ];
    for (const input of none) {
      const { state, effects, texts } = talk([input]);
      expect(texts).toEqual([]);
      expect(kinds(effects).filter((kind) => kind !== 'forget-line')).toEqual(['purge']);
      expect(state).toMatchObject({ ended: 'gone', recorded: true, timers: {} });
    }
    const cry = talk([{ kind: 'edited', text: 'i want to die', ref: 'r' }]);
    expect(cry.state.ended).toBeNull();
    expect(cry.texts.at(-1)).toContain('f:check');
  });

  it('takes a standing button for what it says, also when no conversation is there', () => {
    const tap = (id: string) => talk([{ kind: 'choice', id }]);

    expect(tap('exit').texts.join()).toContain('f:bye');
    expect(tap('exit').state.ended).toBe('exit');
    expect(tap('help').texts.join()).toContain('f:check');
    expect(tap('person').texts.join()).toContain('f:sure');
  });

  it('waits for the first reply of whoever it was transferred to', () => {
    const dara = { id: 's2', alias: 'Dara' };
    const replied = talk([{ kind: 'said', by: sok, text: 'Hello' }], {}, talk(withSok).state);
    const moved = { ...replied.state, owner: { kind: 'counsellor' as const, id: dara.id } };
    const theirs = talk([{ kind: 'transferred', from: sok, to: dara }], {}, moved);
    const silent = talk([{ kind: 'timer', name: 'first-reply' }], {}, theirs.state);

    expect(theirs.state.timers['first-reply']).toBeDefined();
    expect(silent.state.owner).toEqual({ kind: 'queue' });
  });

  it('keeps words that crossed the goodbye for the wrap-up, on either side', () => {
    const over = talk([{ kind: 'closed', by: sok }], {}, talk(withSok).state).state;
    const child = talk([text('wait')], {}, over);
    const counsellor = talk([{ kind: 'said', by: sok, text: 'One more thing' }], {}, over);

    expect(linesOf(child.effects)).toEqual(['child wait']);
    expect(linesOf(counsellor.effects)).toEqual(['event undelivered-left']);
    expect(child.texts.concat(counsellor.texts)).toEqual([]);
  });

  it('comes back to the safety question, whatever is asked for before it is answered', () => {
    const back = talk([...withSok, { kind: 'returned' }]);
    expect(back.state.marks.returned).toBeDefined();
    expect(talk([text('hello?')], {}, back.state).texts).toEqual(['f:good']);
    const safe = talk([text('1')], {}, back.state);
    expect(safe.state.marks.returned).toBeUndefined();

    const helped = talk([...atHome, { kind: 'returned' }, text('help')]);
    const after = talk([text('1')], {}, helped.state);
    expect(after.texts).toEqual(['f:good']);
    expect(talk([text('1')], {}, after.state).texts).toEqual(['f:where']);
  });

  it('holds nothing of a picture, answers it once, and goes back', () => {
    const picture: Input = { kind: 'media', what: 'picture', ref: 'm' };
    expect(talk([...atHome, picture]).texts).toEqual(['f:sorry']);
    expect(talk([...atHome, picture, picture, picture]).texts).toEqual([]);
    expect(talk([...atHome, picture, text('1')]).texts).toEqual(['f:where']);
  });

  it('takes an unsent line out, even after the end', () => {
    const unsent: Input = { kind: 'unsent', ref: 'r' };
    expect(talk([...withSok, unsent]).effects).toEqual([{ kind: 'forget-line', ref: 'r' }]);
    expect(talk([...withSok, { kind: 'closed', by: sok }, unsent]).effects).toEqual([
      { kind: 'forget-line', ref: 'r' },
    ]);
  });

  it('ends an idle talk, silently on a shared phone', () => {
    const open = talk(atHome).state;
    const shared = { ...open, talk: { ...open.talk, globals: { device: 'shared' } } };
    const idle: Input = { kind: 'timer', name: 'idle' };
    expect(talk([idle], {}, open).texts).toEqual(['bot:idle']);
    expect(talk([idle], {}, shared).texts).toEqual([]);
  });

  it('writes numbers instead of buttons, and without a sound, on a shared phone', () => {
    const open = talk(atHome).state;
    const shared = { ...open, talk: { ...open.talk, globals: { device: 'shared' } } };
    const [sent] = talk([opened], {}, shared).effects;
    expect(sent?.kind === 'send' && sent.message).toMatchObject({ style: 'numbers', silent: true });
  });

  it('puts a child back into the old place when no first reply came', () => {
    const held = talk(withSok).state;
    const back = talk([{ kind: 'timer', name: 'first-reply' }], {}, held);
    expect(back.state.owner).toEqual({ kind: 'queue' });
    expect(back.state.queue?.score).toBe(held.queue?.score);
  });

  it('asks the safety question first when the page comes back, and then goes on', () => {
    const back = talk([...atHome, { kind: 'returned' }]);
    expect(back.texts).toEqual(['f:good']);
    expect(talk([text('1')], {}, back.state).texts).toEqual(['f:where']);
  });
});

describe('the any-time table', () => {
  const stages: Record<Exclude<Owner['kind'], 'nobody'>, readonly Input[]> = {
    bot: atHome,
    queue: waiting,
    counsellor: withSok,
  };
  const words = {
    exit: 'exit',
    erase: 'delete',
    help: 'help',
    person: '9',
    language: 'english',
    distress: 'i want to die',
  };

  for (const [signal, byOwner] of Object.entries(ANYTIME)) {
    for (const [owner, does] of Object.entries(byOwner)) {
      it(`${signal} under ${owner}: ${does.join(', ')}`, () => {
        const inputs = stages[owner as 'bot'];
        const said = text(words[signal as 'exit']);
        const { state, effects } = talk([...inputs, said]);

        const seen = {
          ends: state.ended !== null,
          'tells-wait':
            signal === 'person' &&
            owner === 'queue' &&
            textsOf(effects).includes('bot:waiting.range'),
          interrupts: state.talk.interrupted !== null,
          alarms: effects.some((one) => one.kind === 'alarm' && one.alarm !== 'child-left'),
          'shows-numbers': effects.some(
            (one) =>
              one.kind === 'send' && one.message.parts.some((part) => part.kind === 'services'),
          ),
          switches: state.language === 'en' && signal === 'language' && owner !== 'counsellor',
          'is-a-line':
            owner === 'counsellor' &&
            effects.some((one) => one.kind === 'line' && one.line.from === 'child'),
        };
        const did = Object.entries(seen)
          .filter(([, yes]) => yes)
          .map(([what]) => what);
        expect(did.sort()).toEqual([...does].sort());
      });
    }
  }
});
