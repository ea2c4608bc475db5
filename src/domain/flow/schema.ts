import { z } from 'zod';
import { SERVICE_KINDS } from '../directory/kinds.ts';
import { BANDS } from './bundle.ts';

/** The shape of the YAML files (docs/flow-format.md); what one file cannot know is checked in `references.ts`. */

const id = z.string().regex(/^[a-z][a-z0-9-]*$/);
/** Provinces are values too (`KH-12`). */
const value = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/);
const text = z.string().regex(/^(?:[a-z][a-z0-9-]*:)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/);
const values = z.array(value).min(1);
const variables = z.record(id, values);
const vars = z.record(id, value);

export const BundleFile = z.strictObject({
  languages: z.array(z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/)).min(1),
  flows: z.array(id).min(1),
  start: id,
  home: id,
  anytime: z.strictObject({
    person: id,
    help: id,
    distress: id,
    media: id,
    exit: id,
    erase: id,
    safety: id,
    feedback: id.optional(),
  }),
  globals: variables.default({}),
});
export type BundleFile = z.infer<typeof BundleFile>;

/** A flow without its steps, which are read one by one, so that one bad step hides no other. */
export const FlowFile = z.strictObject({
  id,
  purpose: z.string().trim().min(1),
  implements: z.array(z.string().regex(/^R[1-9][0-9]?$/)).default([]),
  /** Null until somebody answers for the flow (`sign-off.ts`). */
  'sign-off': z
    .strictObject({ by: z.string().trim().min(1), on: z.iso.date(), hash: z.string() })
    .nullable()
    .default(null),
  variables: variables.default({}),
  start: id,
  steps: z.record(id, z.unknown()),
});
export type FlowFile = z.infer<typeof FlowFile>;

/** A step by the field that names its kind. */
export const STEPS = {
  say: z.strictObject({ say: z.array(text).min(1), next: id }),
  ask: z.strictObject({
    ask: text,
    choices: z.array(z.strictObject({ is: value, next: id })).min(1),
    save: id.optional(),
    skip: id.optional(),
  }),
  branch: z.strictObject({
    branch: z.string().regex(/^[a-z][a-z0-9-]*(?::[a-z-]+)?$/),
    is: z.record(value, id),
    else: id,
  }),
  set: z.strictObject({ set: vars, next: id }),
  call: z.strictObject({ call: id, next: id }),
  goto: z.strictObject({ goto: id, anew: z.literal(true).optional() }),
  services: z.strictObject({
    services: z.strictObject({
      kind: z.enum(SERVICE_KINDS),
      scope: z.enum(['national', 'province']),
    }),
    lead: text,
    none: text,
    next: id,
  }),
  handover: z.strictObject({
    handover: z.strictObject({
      bands: z.array(z.strictObject({ when: vars, band: z.enum(BANDS) })),
      otherwise: z.enum(BANDS),
      brief: z.array(id),
    }),
    closed: id,
    full: id,
    down: id,
  }),
  /** A variable that holds the time of day, or `cancel`. */
  callback: z.strictObject({ callback: id, next: id }),
  'device-care': z.strictObject({ 'device-care': text, next: id }),
  erase: z.strictObject({ erase: z.literal(true), next: id }),
  return: z.strictObject({ return: z.literal(true) }),
  end: z.strictObject({ end: z.array(text) }),
} as const;

export type StepKind = keyof typeof STEPS;
/** A step as it stands in the file, under the name of its kind. */
export type RawStep = {
  [K in StepKind]: { readonly kind: K; readonly raw: z.infer<(typeof STEPS)[K]> };
}[StepKind];
