import { unreachable } from '../result.ts';
import type { AskStep, FlowChoice, FlowId, Language, Step, TextKey } from './bundle.ts';
import { keyOf } from './references.ts';
import type { RawStep } from './schema.ts';

/** Tells whether any language has a text under this key. */
export type HasText = (key: TextKey) => boolean;

/** A question that saves this asks for the child's language. */
const LANGUAGE = 'language';

/** Of the question of the language, what the bundle speaks; where that is one, nothing is asked. */
export function inLanguages(step: Step, languages: readonly Language[]): Step {
  if (step.kind !== 'ask' || step.save !== LANGUAGE) return step;
  const choices = step.choices.filter(({ is }) => languages.includes(is));
  const [only, ...more] = choices;
  if (only === undefined) return step;
  if (more.length > 0) return { ...step, choices };
  return { kind: 'set', set: { [LANGUAGE]: only.is }, next: only.next };
}

/** A choice's label: the flow's own words, or else the bot's for all flows. */
export function labelKey(flow: FlowId, ask: string, is: string, hasText: HasText): TextKey {
  const own = `${keyOf(flow, ask)}.${is}`;
  return hasText(own) ? own : `bot:choices.${is}`;
}

/** Compiles a step whose shape is right. */
export function makeStep(flow: FlowId, step: RawStep, hasText: HasText): Step {
  const texts = (list: readonly string[]): readonly TextKey[] =>
    list.map((text) => keyOf(flow, text));
  switch (step.kind) {
    case 'say':
      return { kind: 'say', say: texts(step.raw.say), next: step.raw.next };
    case 'end':
      return { kind: 'end', say: texts(step.raw.end) };
    case 'ask':
      return makeAsk(flow, step.raw, hasText);
    case 'branch':
      return { kind: 'branch', on: step.raw.branch, is: step.raw.is, otherwise: step.raw.else };
    case 'set':
      return { kind: 'set', set: step.raw.set, next: step.raw.next };
    case 'device-care':
      return {
        kind: 'device-care',
        text: keyOf(flow, step.raw['device-care']),
        next: step.raw.next,
      };
    case 'callback': {
      const { callback, next } = step.raw;
      return { kind: 'callback', window: callback === 'cancel' ? null : callback, next };
    }
    case 'services':
      return makeServices(flow, step.raw);
    case 'handover':
      return makeHandover(step.raw);
    default:
      return makeLeap(step);
  }
}

type Raw<K extends RawStep['kind']> = Extract<RawStep, { readonly kind: K }>['raw'];
type Leap = Extract<RawStep, { readonly kind: 'call' | 'goto' | 'erase' | 'return' }>;

function makeLeap(step: Leap): Step {
  switch (step.kind) {
    case 'call':
      return { kind: 'call', flow: step.raw.call, next: step.raw.next };
    case 'goto':
      return { kind: 'goto', flow: step.raw.goto, ...(step.raw.anew ? { anew: true } : {}) };
    case 'erase':
      return { kind: 'erase', next: step.raw.next };
    case 'return':
      return { kind: 'return' };
    default:
      return unreachable(step);
  }
}

function makeAsk(flow: FlowId, raw: Raw<'ask'>, hasText: HasText): AskStep {
  const choices: FlowChoice[] = raw.choices.map(({ is, next }) => ({
    is,
    label: labelKey(flow, raw.ask, is, hasText),
    next,
  }));
  if (raw.skip !== undefined) {
    choices.push({
      is: 'skipped',
      label: labelKey(flow, raw.ask, 'skip', hasText),
      next: raw.skip,
    });
  }
  return { kind: 'ask', ask: `${keyOf(flow, raw.ask)}.ask`, save: raw.save ?? null, choices };
}

function makeServices(flow: FlowId, raw: Raw<'services'>): Step {
  const { services: service, lead, none, next } = raw;
  return { kind: 'services', service, lead: keyOf(flow, lead), none: keyOf(flow, none), next };
}

function makeHandover(raw: Raw<'handover'>): Step {
  const { handover, closed, full, down } = raw;
  return { kind: 'handover', ...handover, closed, full, down };
}
