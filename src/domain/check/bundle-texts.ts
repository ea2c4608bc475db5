import type { Bundle, Language, Step, TextKey } from '../flow/bundle.ts';
import { BOT_TEXTS } from '../flow/check-texts.ts';

/** How a text is used: a step says it, the bot says it elsewhere, asks it, or it is what the child answers. */
export type TextUse = 'step' | 'said' | 'asked' | 'label';

export interface BundleText {
  readonly language: Language;
  readonly key: TextKey;
  readonly text: string;
  readonly use: TextUse;
}

export type TextsByLanguage = ReadonlyMap<Language, ReadonlyMap<TextKey, string>>;

/** Every text that the bundle can use, in every language, with its use. */
export function bundleTexts(bundle: Bundle, texts: TextsByLanguage): readonly BundleText[] {
  const uses = textUses(bundle);
  return [...texts].flatMap(([language, keyed]) =>
    [...keyed].map(([key, text]) => ({ language, key, text, use: uses.get(key) ?? kindOf(key) })),
  );
}

/** What no step names is the bot's own, or not used yet. */
function kindOf(key: TextKey): TextUse {
  return /^bot:(choices\.|standing\.(exit|person)$|more$|list$)/.test(key) ? 'label' : 'said';
}

function textUses(bundle: Bundle): ReadonlyMap<TextKey, TextUse> {
  const uses = new Map<TextKey, TextUse>(
    BOT_TEXTS.map((path) => [`bot:${path}`, kindOf(`bot:${path}`)]),
  );
  for (const flow of bundle.flows.values()) {
    for (const step of flow.steps.values())
      for (const [key, use] of usedBy(step)) uses.set(key, use);
  }
  return uses;
}

function usedBy(step: Step): readonly (readonly [TextKey, TextUse])[] {
  if (step.kind === 'say') return step.say.map((key) => [key, 'step']);
  if (step.kind !== 'ask') return [];
  return [[step.ask, 'asked'], ...step.choices.map(({ label }) => [label, 'label'] as const)];
}
