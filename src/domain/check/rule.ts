import type { FlowId } from '../flow/bundle.ts';
import type { Path } from '../flow/problem.ts';

/** A rule of the list in docs/safety-rules.md: what a program proves of it, and what is left to a person. */
export interface Rule {
  readonly id: string;
  /** The practice rules (R1 to R52) that it serves. */
  readonly serves: readonly string[];
  readonly proves: string;
  /** What only a person can judge; empty when nothing is left. */
  readonly person: string;
  /** The flows that it is about; where none of them is active, it has nothing to hold. */
  readonly about?: readonly FlowId[];
}

/** Something that breaks a rule, where, and how to mend it. */
export interface Finding {
  readonly rule: string;
  /** From the folder of the bundle. */
  readonly file: string;
  readonly path: Path;
  readonly what: string;
  readonly mend: string;
  /** The shortest talk that shows it; none for what can be read in the file. */
  readonly talk: readonly string[];
}

/** Counts the cases that each rule was applied to, so that one that never was is seen. */
export interface Tally {
  count(rule: string, times?: number): void;
}
