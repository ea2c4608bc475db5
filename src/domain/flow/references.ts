import { unreachable } from '../result.ts';
import { CHANNELS, type FlowId, type StepId, type TextKey } from './bundle.ts';
import type { Path } from './problem.ts';
import type { RawStep } from './schema.ts';

/** All that a step names and that must exist elsewhere, each with its place in the step. */
export interface References {
  readonly steps: readonly { readonly at: Path; readonly step: StepId }[];
  readonly flows: readonly { readonly at: Path; readonly flow: FlowId }[];
  readonly texts: readonly { readonly at: Path; readonly key: TextKey }[];
  /** Variables with the value that is put in or compared; null where only the name is used. */
  readonly values: readonly {
    readonly at: Path;
    readonly name: string;
    readonly value: string | null;
  }[];
}

const NONE: References = { steps: [], flows: [], texts: [], values: [] };

/** `believed` is a text of the flow, `bot:neutral` one of the bot's own. */
export function keyOf(flow: FlowId, text: string): TextKey {
  return text.includes(':') ? text : `${flow}:${text}`;
}

/** The labels of choices are not among the texts: they may stand in one of two files (`labelKey`). */
export function referencesOf(flow: FlowId, step: RawStep): References {
  switch (step.kind) {
    case 'say':
      return { ...NONE, ...next(step.raw), texts: listed(flow, 'say', step.raw.say) };
    case 'end':
      return { ...NONE, texts: listed(flow, 'end', step.raw.end) };
    case 'device-care':
      return { ...NONE, ...next(step.raw), texts: deviceTexts(flow, step.raw['device-care']) };
    case 'services':
      return {
        ...NONE,
        ...next(step.raw),
        texts: (['lead', 'none'] as const).map((at) => ({
          at: [at],
          key: keyOf(flow, step.raw[at]),
        })),
      };
    case 'goto':
      return { ...NONE, flows: [{ at: ['goto'], flow: step.raw.goto }] };
    case 'call':
      return { ...NONE, ...next(step.raw), flows: [{ at: ['call'], flow: step.raw.call }] };
    case 'erase':
      return { ...NONE, ...next(step.raw) };
    case 'callback':
      return { ...NONE, ...next(step.raw), values: callbackValues(step.raw.callback) };
    case 'return':
      return NONE;
    default:
      return withVariables(flow, step);
  }
}

type WithVariables = Extract<RawStep, { readonly kind: 'ask' | 'branch' | 'set' | 'handover' }>;

function withVariables(flow: FlowId, step: WithVariables): References {
  switch (step.kind) {
    case 'ask':
      return askReferences(flow, step.raw);
    case 'branch':
      return branchReferences(step.raw);
    case 'set':
      return { ...NONE, ...next(step.raw), values: entries(['set'], step.raw.set) };
    case 'handover':
      return handoverReferences(step.raw);
    default:
      return unreachable(step);
  }
}

type Raw<K extends RawStep['kind']> = Extract<RawStep, { readonly kind: K }>['raw'];

function askReferences(flow: FlowId, raw: Raw<'ask'>): References {
  const { save, skip } = raw;
  const saved = raw.choices.map(({ is }, index) => ({ at: ['choices', index, 'is'], value: is }));
  const skipped = skip === undefined ? [] : [{ at: ['skip'], value: 'skipped' }];
  return {
    ...NONE,
    steps: [
      ...raw.choices.map((choice, index) => ({
        at: ['choices', index, 'next'],
        step: choice.next,
      })),
      ...(skip === undefined ? [] : [{ at: ['skip'], step: skip }]),
    ],
    texts: [{ at: ['ask'], key: `${keyOf(flow, raw.ask)}.ask` }],
    values: save === undefined ? [] : [...saved, ...skipped].map((one) => ({ ...one, name: save })),
  };
}

function branchReferences(raw: Raw<'branch'>): References {
  const cases = Object.entries(raw.is);
  return {
    ...NONE,
    steps: [
      ...cases.map(([value, step]) => ({ at: ['is', value], step })),
      { at: ['else'], step: raw.else },
    ],
    values: [
      { at: ['branch'], name: raw.branch, value: null },
      ...cases.map(([value]) => ({ at: ['is', value], name: raw.branch, value })),
    ],
  };
}

function handoverReferences(raw: Raw<'handover'>): References {
  // The names of the brief may be of any flow, also of one that is not active here.
  const { bands } = raw.handover;
  return {
    ...NONE,
    steps: (['closed', 'full', 'down'] as const).map((at) => ({ at: [at], step: raw[at] })),
    values: bands.flatMap(({ when }, index) => entries(['handover', 'bands', index, 'when'], when)),
  };
}

function callbackValues(name: string): References['values'] {
  return name === 'cancel' ? [] : [{ at: ['callback'], name, value: null }];
}

function next(raw: { readonly next: StepId }): Pick<References, 'steps'> {
  return { steps: [{ at: ['next'], step: raw.next }] };
}

function listed(flow: FlowId, field: string, texts: readonly string[]): References['texts'] {
  return texts.map((text, index) => ({ at: [field, index], key: keyOf(flow, text) }));
}

function deviceTexts(flow: FlowId, text: string): References['texts'] {
  return CHANNELS.map((channel) => ({
    at: ['device-care'],
    key: `${keyOf(flow, text)}.${channel}`,
  }));
}

function entries(under: Path, vars: Readonly<Record<string, string>>): References['values'] {
  return Object.entries(vars).map(([name, value]) => ({ at: [...under, name], name, value }));
}
