import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { answerByText, nextPage, rowsOf } from '../../../src/domain/flow/answer.ts';
import { standingSignal } from '../../../src/domain/flow/anytime.ts';
import type { AskStep, Bundle } from '../../../src/domain/flow/bundle.ts';
import { fillTemplate } from '../../../src/domain/flow/draft.ts';
import { newConversation } from '../../../src/domain/flow/step.ts';
import { normalise } from '../../../src/domain/text/normalise.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the shipped flows have mistakes');
const bundle: Bundle = loaded.value.bundle;

/** Every page of every question of the shipped flows, as a child meets it. */
const PAGES = [...bundle.flows.values()].flatMap((flow) =>
  [...flow.steps].flatMap(([id, step]) => {
    if (step.kind !== 'ask') return [];
    return pagesOf(step).map((page) => ({
      name: `${flow.id}/${id} ${page}`,
      flow: flow.id,
      id,
      step,
      page,
    }));
  }),
);

function pagesOf(step: AskStep): number[] {
  const pages = [0];
  for (
    let next = nextPage(step, 0);
    next !== 0 && rowsOf(step, 0).length === 8;
    next = nextPage(step, next)
  ) {
    if (step.choices.length <= 8) break;
    pages.push(next);
  }
  return pages;
}

function at({ flow, id, page }: (typeof PAGES)[number]): ConversationState {
  const fresh = newConversation(bundle, 'web', 'nonce', 0);
  const talk = {
    ...fresh.talk,
    frames: [{ flow, step: id, vars: {} }],
    asked: { ordinal: 1, page },
  };
  return { ...fresh, talk };
}

const khmer = (number: number) => String.fromCodePoint(0x17e0 + number);
const say = (page: (typeof PAGES)[number], written: string) =>
  answerByText(bundle, at(page), normalise(written));

describe('every question of the shipped flows', () => {
  it('takes a number in Latin and Khmer digits, however it is dressed, for each of its rows', () => {
    expect(PAGES.length).toBeGreaterThan(60);
    for (const page of PAGES) {
      for (const [index, row] of rowsOf(page.step, page.page).entries()) {
        const number = index + 1;
        const forms = [
          `${number}`,
          khmer(number),
          `${number}.`,
          `(${khmer(number)})`,
          ` ${number} 🙏`,
          `លេខ ${khmer(number)}`,
          `Number ${number}`,
          `${number}️⃣`,
        ];
        for (const form of forms)
          expect([page.name, form, say(page, form)]).toEqual([page.name, form, row]);
      }
    }
  });

  it('takes the label of each of its rows, in either language, also as a copied line', () => {
    let labels = 0;
    for (const page of PAGES) {
      for (const [index, row] of rowsOf(page.step, page.page).entries()) {
        for (const language of bundle.languages) {
          const key = row.kind === 'more' ? 'bot:more' : row.choice.label;
          const label = fillTemplate(bundle.texts.get(language, key) ?? [], {});
          for (const form of [
            label,
            label.toUpperCase(),
            ` «${label}» `,
            `${index + 1}. ${label}`,
            `${khmer(index + 1)} ${label}`,
          ]) {
            expect([page.name, form, say(page, form)]).toEqual([page.name, form, row]);
          }
          labels += 1;
        }
      }
    }
    expect(labels).toBeGreaterThan(400);
  });

  it('takes no number for a row that is not there, and no line whose number and words differ', () => {
    for (const page of PAGES) {
      const rows = rowsOf(page.step, page.page);
      for (const number of [0, 9, 10, rows.length + 1]) {
        if (number === 9 || number === 0 || number > rows.length) {
          expect([page.name, say(page, String(number)).kind]).toEqual([page.name, 'none']);
        }
      }
      expect(say(page, '1. something else entirely').kind).toBe('none');
    }
  });
});

describe('yes, where Khmer has two words for it', () => {
  it('is heard from a girl and from a boy', () => {
    const yes = PAGES.filter(({ step }) =>
      step.choices.some(({ label }) => label === 'bot:choices.yes'),
    );
    expect(yes.length).toBeGreaterThan(0);
    for (const page of yes) {
      const row = rowsOf(page.step, page.page).find(
        (one) => one.kind === 'choice' && one.choice.label === 'bot:choices.yes',
      );
      for (const form of ['បាទ', 'ចាស', 'ចាស។', 'បាទ/ចាស', 'Yes', 'yes!']) {
        expect([page.name, form, say(page, form)]).toEqual([page.name, form, row]);
      }
    }
  });
});

describe('a typed yes, no or not sure', () => {
  const withOne = (is: string) =>
    PAGES.filter(({ step }) => step.choices.filter((one) => one.is === is).length === 1);
  const YES = ['yes', 'Yes!', 'YES 🙏', 'yeah', 'yep', 'ok', 'OK.', "that's right", 'yes please'];
  const KHMER_YES = ['បាទ', 'ចាស', 'ចា៎', 'ចា៎ស', 'មែន', 'មែន ហើយ', 'ហ្នឹង\u200Bហើយ', 'អឺ', 'បាទ មែន'];
  const NO = ['no', 'No.', 'nope', 'no thanks', 'not that', 'te', 'ot te', 'min men te'];
  const KHMER_NO = [
    'ទេ',
    'អត់',
    'អត់ទេ',
    'អត់ ទេ',
    'អត់\u200Bមាន\u200Bទេ',
    'មិន មែន ទេ',
    'ទេ បាទ',
    'ចាស អត់ទេ',
  ];
  const UNSURE = ['not sure', "I don't know", 'idk', 'ot deng', 'មិនដឹង', 'មិន ដឹង ទេ', 'អត់\u200Bដឹង'];

  it.each([
    ['yes', [...YES, ...KHMER_YES, 'bat', 'jas', 'men hz']],
    ['no', [...NO, ...KHMER_NO]],
    ['unsure', UNSURE],
  ] as const)('takes %s wherever just one choice is that', (is, words) => {
    expect(withOne(is).length).toBeGreaterThan(10);
    for (const page of withOne(is)) {
      for (const word of words) {
        const answer = say(page, word);
        const told = answer.kind === 'choice' ? answer.choice.is : answer.kind;
        expect([page.name, word, told]).toEqual([page.name, word, is]);
      }
    }
  });

  it('takes none where no choice is that, and none from a sentence that says more', () => {
    for (const page of PAGES) {
      const has = (is: string) => page.step.choices.some((one) => one.is === is);
      if (!has('yes')) expect([page.name, say(page, 'yep').kind]).toEqual([page.name, 'none']);
      if (!has('no')) expect([page.name, say(page, 'អត់ទេ').kind]).toEqual([page.name, 'none']);
      for (const more of [
        'yes but he is here',
        'no i want to die',
        'yes 1280',
        'ok bye',
        'បាទ គេនៅទីនេះ',
        'ទេ ខ្ញុំខ្លាចណាស់',
        'មិនអីទេ',
        'fine',
      ]) {
        expect([page.name, more, say(page, more).kind]).toEqual([page.name, more, 'none']);
      }
    }
  });

  it('takes none of two choices that are the same', () => {
    const page = withOne('yes')[0];
    const yes = page?.step.choices.find(({ is }) => is === 'yes');
    if (page === undefined || yes === undefined) throw new Error('no such question');
    const flow = bundle.flows.get(page.flow);
    if (flow === undefined) throw new Error('no such flow');
    const twice = { ...page.step, choices: [...page.step.choices, yes] };
    const flows = new Map([
      ...bundle.flows,
      [flow.id, { ...flow, steps: new Map([...flow.steps, [page.id, twice]]) }] as const,
    ]);

    expect(answerByText({ ...bundle, flows }, at(page), 'yep').kind).toBe('none');
  });
});

describe('a choice whose id every object knows', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'is no standing exit: %s',
    (id) => {
      expect(standingSignal(id)).toBeUndefined();
    },
  );
});
