import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';
import type { TextsByLanguage } from '../../src/domain/check/bundle-texts.ts';
import type { AskStep, Bundle, Step } from '../../src/domain/flow/bundle.ts';
import { activeFolder, CORE } from './core-bundle.ts';

export interface Whole {
  readonly bundle: Bundle;
  readonly keyedTexts: TextsByLanguage;
}

/** The core flows with those that a mutant needs beside them: what it cannot touch is not walked with it. */
export async function coreWith(...flows: readonly string[]): Promise<Whole> {
  const loaded = await loadBundle(await activeFolder([...CORE, ...flows], ['km', 'en']));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
}

export type Changes = ReturnType<typeof changesOf>;

/** Ways to break a bundle: each gives another one, with one thing in other words. */
export function changesOf({ bundle, keyedTexts }: Whole) {
  const stepped = (flow: string, id: string, change: (step: Step) => Step): Bundle => {
    const found = bundle.flows.get(flow);
    const step = found?.steps.get(id);
    if (found === undefined || step === undefined) throw new Error(`no step ${flow}/${id}`);
    const steps = new Map([...found.steps, [id, change(step)]]);
    return { ...bundle, flows: new Map([...bundle.flows, [flow, { ...found, steps }]]) };
  };
  const asked = (
    flow: string,
    id: string,
    change: (all: AskStep['choices']) => AskStep['choices'],
  ) =>
    stepped(flow, id, (step) =>
      step.kind === 'ask' ? { ...step, choices: change(step.choices) } : step,
    );
  return {
    stepped,
    without: (flow: string, id: string, is: string): Bundle =>
      asked(flow, id, (choices) => choices.filter((one) => one.is !== is)),
    leading: (flow: string, id: string, is: string, next: string): Bundle =>
      asked(flow, id, (choices) => choices.map((one) => (one.is === is ? { ...one, next } : one))),
    saying: (flow: string, id: string, say: readonly string[]): Bundle =>
      stepped(flow, id, (step) => ({ ...step, say: say.map((key) => `${flow}:${key}`) }) as Step),
    onward: (flow: string, id: string, next: string): Bundle =>
      stepped(flow, id, (step) => ({ ...step, next }) as Step),
    text: (language: string, key: string, words: string): TextsByLanguage => {
      const mine = keyedTexts.get(language);
      if (mine?.has(key) !== true) throw new Error(`no text ${key}`);
      return new Map([...keyedTexts, [language, new Map([...mine, [key, words]])]]);
    },
  };
}
