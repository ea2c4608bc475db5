import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Signal, signalOf } from '../../src/domain/flow/anytime.ts';
import type { Lexicon } from '../../src/domain/flow/bundle.ts';
import { normalise } from '../../src/domain/text/normalise.ts';

export const LABELS = [
  'danger',
  'self-harm',
  'extortion',
  'abuse',
  'other',
  'person',
  'exit',
  'none',
] as const;
export type Label = (typeof LABELS)[number];
export const WRITINGS = ['km', 'romanised', 'en', 'mixed'] as const;

const Line = z.tuple([z.enum(LABELS), z.enum(WRITINGS), z.string().min(1)]);

export interface Labelled {
  readonly label: Label;
  readonly writing: (typeof WRITINGS)[number];
  readonly text: string;
}

/** `later` was written when the lists were done, and nothing was tuned on it. */
export type Part = 'open' | 'held-out' | 'later';

/** The lines of one part of the labelled set (README.md beside this file). */
export function readPart(part: Part): readonly Labelled[] {
  const file = readFileSync(join(import.meta.dirname, `${part}.tsv`), 'utf8');
  return file
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [label, writing, text] = Line.parse(line.split('\t'));
      return { label, writing, text };
    });
}

/** Where a line belongs, whoever adds it and whenever. */
export function partOf(text: string): 'open' | 'held-out' {
  const [first = 0] = createHash('sha256').update(text, 'utf8').digest();
  return first % 3 === 0 ? 'held-out' : 'open';
}

/** What the program hears in a line, said as a label. */
export function heard(lexicon: Lexicon, text: string): Label {
  const signal = signalOf(lexicon, normalise(text));
  if (signal === undefined) return 'none';
  return signal.kind === 'distress' ? signal.concern : AS_LABEL[signal.kind];
}

/** The help word opens the same door as danger does; erasing leaves as an exit does. */
const AS_LABEL: Readonly<Record<Exclude<Signal['kind'], 'distress'>, Label>> = {
  exit: 'exit',
  erase: 'exit',
  help: 'danger',
  person: 'person',
  language: 'none',
};

export interface Figure {
  readonly name: string;
  /** Lines that a person labelled so. */
  readonly meant: number;
  /** Lines in which the program heard it. */
  readonly heard: number;
  readonly right: number;
}

/**
 * Right, missed and false, for every label, and for "anything at all", which is what a child notices: the question
 * comes, even if it names another concern.
 */
export function figures(lexicon: Lexicon, lines: readonly Labelled[]): readonly Figure[] {
  const all = lines.map(({ label, text }) => ({ meant: label, heard: heard(lexicon, text) }));
  const anything = all.map((one) => ({ meant: some(one.meant), heard: some(one.heard) }));
  return [
    ...LABELS.filter((label) => label !== 'none').map((label) => count(label, all)),
    { ...count('some', anything), name: 'anything' },
  ];
}

interface Pair {
  readonly meant: string;
  readonly heard: string;
}

function some(label: Label): string {
  return label === 'none' ? 'none' : 'some';
}

function count(name: string, pairs: readonly Pair[]): Figure {
  return {
    name,
    meant: pairs.filter((pair) => pair.meant === name).length,
    heard: pairs.filter((pair) => pair.heard === name).length,
    right: pairs.filter((pair) => pair.meant === name && pair.heard === name).length,
  };
}
