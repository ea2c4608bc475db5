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

describe('a choice whose id every object knows', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'is no standing exit: %s',
    (id) => {
      expect(standingSignal(id)).toBeUndefined();
    },
  );
});
