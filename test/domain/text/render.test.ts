import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSENGER_CAPS } from '../../../src/adapters/meta/messenger-outbound.ts';
import { WHATSAPP_CAPS } from '../../../src/adapters/meta/whatsapp-outbound.ts';
import { TELEGRAM_CAPS } from '../../../src/adapters/telegram/channel.ts';
import { WEB_CHAT_CAPS } from '../../../src/adapters/web-chat/channel.ts';
import { lengthOf, split } from '../../../src/domain/text/length.ts';
import {
  type Caps,
  type PlainMessage,
  type RenderWords,
  render,
} from '../../../src/domain/text/render.ts';

const WORDS: RenderWords = {
  standingLine: '0 = ចាកចេញ, 9 = មនុស្ស',
  exit: 'ចាកចេញ',
  person: 'មនុស្ស',
  counsellor: 'Sok, counsellor:',
  choose: 'Write a number.',
  list: 'Choose',
};

function messageOf(change: Partial<PlainMessage>): PlainMessage {
  return {
    from: 'bot',
    texts: ['Are you safe now?'],
    choices: [],
    style: 'buttons',
    standing: false,
    silent: false,
    ...change,
  };
}

function choicesOf(...labels: readonly string[]) {
  return labels.map((label, index) => ({ id: `n.${index}`, label }));
}

describe('render', () => {
  it('shows up to three short choices as WhatsApp buttons', () => {
    const choices = choicesOf('Yes', 'No', 'Not sure');

    const rendered = render(messageOf({ choices, standing: true }), WHATSAPP_CAPS, WORDS);

    expect(rendered.control).toEqual({ kind: 'buttons', items: choices });
    expect(rendered.texts).toEqual([`Are you safe now?\n\n${WORDS.standingLine}`]);
    expect(rendered.standing).toBeNull();
  });

  it('falls to a list when there are four', () => {
    const choices = choicesOf('Yes', 'No', 'Not sure', 'Skip');

    const { control } = render(messageOf({ choices }), WHATSAPP_CAPS, WORDS);

    expect(control).toEqual({ kind: 'list', button: 'Choose', items: choices });
  });

  it('falls to a list when a title is too long for a button but not for a row', () => {
    const choices = choicesOf('Yes', 'a'.repeat(24));

    expect(render(messageOf({ choices }), WHATSAPP_CAPS, WORDS).control.kind).toBe('list');
  });

  it.each([
    ['a title fits nowhere', choicesOf('Yes', 'a'.repeat(25))],
    ['two titles are the same', choicesOf('Yes', 'Yes')],
    ['a title is empty', choicesOf('Yes', ' ')],
    ['there are too many', choicesOf(...Array.from({ length: 11 }, (_, i) => `Choice ${i}`))],
  ])('writes numbers when %s, and cuts no title', (_, choices) => {
    const rendered = render(messageOf({ choices }), WHATSAPP_CAPS, WORDS);

    const lines = choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n');
    expect(rendered.control).toEqual({ kind: 'none' });
    expect(rendered.texts).toEqual([`Are you safe now?\n\n${lines}\n${WORDS.choose}`]);
  });

  it('falls to numbers when the word that opens a list does not fit', () => {
    const choices = choicesOf('1st', '2nd', '3rd', '4th');
    const words = { ...WORDS, list: 'a'.repeat(21) };

    expect(render(messageOf({ choices }), WHATSAPP_CAPS, words).control.kind).toBe('none');
  });

  it.each([
    ['telegram', TELEGRAM_CAPS],
    ['whatsapp', WHATSAPP_CAPS],
    ['messenger', MESSENGER_CAPS],
  ])('gives a discreet conversation nothing to tap on %s', (_, caps) => {
    const discreet = messageOf({ choices: choicesOf('Yes'), style: 'numbers', standing: true });

    const rendered = render(discreet, caps, WORDS);

    expect(rendered.control).toEqual({ kind: 'none' });
    expect(rendered.standing).toBeNull();
    expect(rendered.texts[0]).toBe(
      `Are you safe now?\n\n1. Yes\n${WORDS.choose}\n${WORDS.standingLine}`,
    );
  });

  it('puts the exits on the keyboard where there is one', () => {
    const rendered = render(messageOf({ standing: true }), TELEGRAM_CAPS, WORDS);

    expect(rendered.standing).toEqual({ exit: WORDS.exit, person: WORDS.person });
    expect(rendered.texts).toEqual(['Are you safe now?']);
  });

  it('labels the words of a counsellor', () => {
    const rendered = render(messageOf({ from: 'counsellor' }), MESSENGER_CAPS, WORDS);

    expect(rendered.texts).toEqual(['Sok, counsellor:\nAre you safe now?']);
  });

  it('keeps texts apart where the pace is free', () => {
    const caps: Caps = { ...MESSENGER_CAPS, merge: false };

    expect(render(messageOf({ texts: ['One.', 'Two.'] }), caps, WORDS).texts).toEqual([
      'One.',
      'Two.',
    ]);
  });

  it('shows choices under the word that asks for one when there is no text', () => {
    const rendered = render(
      messageOf({ texts: [], choices: choicesOf('Yes') }),
      TELEGRAM_CAPS,
      WORDS,
    );

    expect(rendered.texts).toEqual([WORDS.choose]);
  });

  it('shows nothing of nothing', () => {
    expect(render(messageOf({ texts: ['', ' \n'] }), TELEGRAM_CAPS, WORDS).texts).toEqual([]);
  });

  it('moves the end of a long text below the limit of a text with a control', () => {
    const texts = ['word '.repeat(500)];

    const rendered = render(messageOf({ texts, choices: choicesOf('Yes') }), WHATSAPP_CAPS, WORDS);

    expect(rendered.texts.length).toBeGreaterThan(1);
    expect(rendered.texts.at(-1)?.length).toBeLessThanOrEqual(1024);
    expect(rendered.control.kind).toBe('buttons');
  });
});

const CLUSTERS = [
  'a',
  'Z',
  '.',
  '។',
  '។\u0301',
  '\u200b',
  'ស្រ្តី',
  'ខ្ញុំ',
  'ក៏',
  'é',
  '👩‍👩‍👧‍👦',
  '🇰🇭',
  '🤷🏽‍♀️',
  ' ',
  '\n',
  '\n\n',
];
const words = fc
  .array(fc.constantFrom(...CLUSTERS), { maxLength: 160 })
  .map((clusters) => clusters.join(''));
const caps: fc.Arbitrary<Caps> = fc.record({
  text: fc.integer({ min: 60, max: 400 }),
  body: fc.integer({ min: 60, max: 400 }),
  buttons: fc.option(fc.record({ most: fc.integer({ min: 1, max: 13 }), title: fc.constant(20) })),
  list: fc.option(
    fc.record({ most: fc.constant(10), title: fc.constant(24), button: fc.constant(20) }),
  ),
  standing: fc.constantFrom('text', 'keyboard', 'menu', 'page'),
  merge: fc.boolean(),
  unit: fc.constantFrom('code-points', 'utf16', 'bytes'),
  textUnit: fc.constantFrom('code-points', 'utf16', 'bytes'),
});
const message: fc.Arbitrary<PlainMessage> = fc.record({
  from: fc.constantFrom('bot', 'counsellor'),
  texts: fc.array(words, { maxLength: 4 }),
  choices: fc
    .array(
      words.map((label) => label.slice(0, 30).toWellFormed()),
      { maxLength: 12 },
    )
    .map((labels) => choicesOf(...labels)),
  style: fc.constantFrom('buttons', 'numbers'),
  standing: fc.boolean(),
  silent: fc.boolean(),
});

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' });

function bare(text: string): string {
  return text.replaceAll(/\s/gu, '');
}

function clusters(text: string): string[] {
  return [...SEGMENTER.segment(text)]
    .map(({ segment }) => bare(segment))
    .filter((one) => one !== '');
}

describe('render, whatever is said', () => {
  it('keeps every text within the limit of the channel, counted as it counts', () => {
    fc.assert(
      fc.property(message, caps, (said, room) => {
        const rendered = render(said, room, WORDS);

        const controlled = rendered.control.kind !== 'none';
        for (const [index, text] of rendered.texts.entries()) {
          const last = index === rendered.texts.length - 1;
          const limit = controlled && last ? Math.min(room.body, room.text) : room.text;
          expect(lengthOf(text, room.textUnit ?? room.unit ?? 'code-points')).toBeLessThanOrEqual(
            limit,
          );
          expect(text.trim()).not.toBe('');
        }
        if (controlled) expect(rendered.texts.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  it('loses nothing and tears no grapheme cluster', () => {
    fc.assert(
      fc.property(message, caps, (said, room) => {
        const rendered = render(said, room, WORDS);

        const shown = rendered.texts.flatMap(clusters);
        const inText = said.texts.filter((text) => text.trim() !== '');
        const label = said.from === 'counsellor' && inText.length > 0 ? [WORDS.counsellor] : [];
        const wanted = [...label, ...inText].flatMap(clusters);
        expect(shown.slice(0, wanted.length)).toEqual(wanted);
        const rest = bare(shown.slice(wanted.length).join(''));
        if (rendered.control.kind === 'none') {
          for (const { label: own } of said.choices) expect(rest).toContain(bare(own));
        } else {
          expect(rendered.control.items).toEqual(said.choices);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('offers the exits exactly when they stand, in one place', () => {
    fc.assert(
      fc.property(message, caps, (said, room) => {
        const rendered = render(said, room, WORDS);

        const inText = bare(rendered.texts.join('')).endsWith(bare(WORDS.standingLine));
        const there = inText || rendered.standing !== null || room.standing === 'page';
        const inMenu = room.standing === 'menu' && said.style === 'buttons';
        if (said.standing) expect(there || inMenu).toBe(true);
        else expect(inText || rendered.standing !== null).toBe(false);
      }),
    );
  });

  it('cuts a prank of one endless cluster at code points rather than go over the limit', () => {
    const zalgo = `a${'\u0301'.repeat(5000)}`;

    const { texts } = render(messageOf({ texts: [zalgo] }), TELEGRAM_CAPS, WORDS);

    expect(texts.map((text) => text.length)).toEqual([4096, 905]);
    expect(texts.join('')).toBe(zalgo);
  });

  it('mends lone surrogates, which no platform takes', () => {
    expect(render(messageOf({ texts: ['a\ud800b'] }), TELEGRAM_CAPS, WORDS).texts).toEqual([
      'a\ufffdb',
    ]);
  });
});

const CHANNELS = {
  web: WEB_CHAT_CAPS,
  telegram: TELEGRAM_CAPS,
  whatsapp: WHATSAPP_CAPS,
  messenger: MESSENGER_CAPS,
};

/** Khmer as it is written and as it is mistyped: letters, coengs, vowels, signs, in any order. */
const khmer = fc
  .array(
    fc.oneof(
      {
        arbitrary: fc.constantFrom('ខ្ញុំ', 'ស្ត្រី', 'ប្រឹក្សា', 'ម្ដាយ', 'ង្គ្រ', ' ', '។', '\u200b'),
        weight: 3,
      },
      {
        arbitrary: fc
          .integer({ min: 0x1780, max: 0x17d3 })
          .map((code) => String.fromCodePoint(code)),
        weight: 1,
      },
      { arbitrary: fc.constantFrom('😀', '👩‍👩‍👧', 'ok'), weight: 1 },
    ),
    { minLength: 1, maxLength: 3000, size: 'max' },
  )
  .map((parts) => parts.join(''));

describe.each(Object.entries(CHANNELS))('on %s', (_, room) => {
  const unit = room.textUnit ?? room.unit ?? 'code-points';

  it('no Khmer text is over the limit, and nothing of it is lost', () => {
    fc.assert(
      fc.property(
        fc.array(khmer, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (texts, standing) => {
          const choices = choicesOf('បាទ/ចាស', 'ទេ');
          const { texts: shown } = render(messageOf({ texts, standing, choices }), room, WORDS);

          for (const text of shown) {
            expect(lengthOf(text, unit)).toBeLessThanOrEqual(room.text);
            expect(text).toBe(text.toWellFormed());
          }
          expect(bare(shown.join(''))).toContain(bare(texts.join('')));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('every title is within the limit, whole, and in its order; what does not fit is a numbered line', () => {
    const labels = fc.array(
      khmer.map((label) => label.slice(0, 50).toWellFormed()),
      { minLength: 1, maxLength: 14 },
    );
    fc.assert(
      fc.property(labels, fc.constantFrom('buttons', 'numbers'), (titles, style) => {
        const choices = choicesOf(...titles);
        const { control, texts } = render(messageOf({ choices, style }), room, WORDS);

        if (control.kind === 'none') {
          const numbered = titles.map((title, at) => `${at + 1}.${bare(title.trim())}`).join('');
          expect(bare(texts.join(''))).toContain(numbered);
          return;
        }
        expect(style).toBe('buttons');
        expect(control.items).toEqual(choices);
        const size = control.kind === 'list' ? room.list : room.buttons;
        expect(choices.length).toBeLessThanOrEqual(size?.most ?? 0);
        for (const { label, id } of control.items) {
          expect(lengthOf(label, room.unit ?? 'code-points')).toBeLessThanOrEqual(size?.title ?? 0);
          // Telegram takes 64 bytes behind a button, the others more.
          expect(lengthOf(id, 'bytes')).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('split', () => {
  it('never parts a coeng from its letter, whatever the segmenter knows', () => {
    fc.assert(
      fc.property(khmer, fc.integer({ min: 24, max: 90 }), (text, limit) => {
        let at = 0;
        for (const piece of split(text, limit, 'code-points').slice(0, -1)) {
          at = text.indexOf(piece, at) + piece.length;
          // A prank of one cluster longer than the limit is all that may be cut anywhere.
          if (text[at - 1] === '\u17d2' && /[\u1780-\u17b3]/.test(text[at] ?? ''))
            expect(longestCluster(text)).toBeGreaterThan(limit);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The longest run that holds together by its coengs, in code points. */
function longestCluster(text: string): number {
  const runs = text.match(/(?:[^\u17d2]\p{M}*(?:\u17d2[^\u17d2]\p{M}*)*\u17d2+)+/gu) ?? [];
  return Math.max(0, ...runs.map((run) => [...run].length));
}
