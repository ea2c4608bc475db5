import type { Canned } from '../counsel/canned.ts';
import type { GuidanceBook } from '../counsel/guidance.ts';
import type { Phrase } from '../text/phrase.ts';

/** A language folder's name under `locales/`, as BCP 47 (`km`, `en`). */
export type Language = string;

export const CHANNELS = ['telegram', 'whatsapp', 'messenger', 'web'] as const;
export type ChannelId = (typeof CHANNELS)[number];

/** Urgency of a waiting child, most urgent first; the order is the order of the queue (R27). */
export const BANDS = ['danger', 'self-harm', 'abuse', 'extortion', 'other', 'information'] as const;
export type Band = (typeof BANDS)[number];

/** Variables by name; each holds one of the values that its flow (or the bundle) declares. */
export type Vars = Readonly<Record<string, string>>;

/** One immutable, published version of flows and texts. Compiled once, when it is loaded. */
export interface Bundle {
  /** Hash of every file of the bundle; the same files give the same id. */
  readonly id: string;
  readonly languages: readonly Language[];
  /** Where a new conversation begins (F01) and where one that lost its place goes on. */
  readonly start: FlowId;
  readonly home: FlowId;
  /** The flows that the any-time layer leads to. */
  readonly anytime: {
    readonly person: FlowId;
    readonly help: FlowId;
    readonly distress: FlowId;
    readonly media: FlowId;
    readonly exit: FlowId;
    readonly erase: FlowId;
    /** Asked when a page comes back after a silence, before it shows a line. */
    readonly safety: FlowId;
    /** Asked after a counsellor's goodbye, where that is safe; absent: nothing is asked. */
    readonly feedback?: FlowId | undefined;
  };
  /** At most eight variables that every flow sees; the rest are local to their flow. */
  readonly globals: Readonly<Record<string, readonly string[]>>;
  readonly flows: ReadonlyMap<FlowId, Flow>;
  readonly texts: Texts;
  readonly lexicon: Lexicon;
  /** What a counsellor is given while answering; empty where the folder has no such file. */
  readonly canned: Canned;
  readonly guidance: GuidanceBook;
}

export type FlowId = string;
export type StepId = string;
/** `<flow>:<path>` for a flow's text, `bot:<path>` for the bot's own. */
export type TextKey = string;

export interface Flow {
  readonly id: FlowId;
  readonly purpose: string;
  /** Practice rules (R1 to R52) that this flow carries out. */
  readonly implements: readonly string[];
  readonly variables: Readonly<Record<string, readonly string[]>>;
  readonly start: StepId;
  readonly steps: ReadonlyMap<StepId, Step>;
}

export type Step =
  | { readonly kind: 'say'; readonly say: readonly TextKey[]; readonly next: StepId }
  | AskStep
  | {
      readonly kind: 'branch';
      /** A variable, or a fact: `desk`, `channel`, `services:<kind>` (`yes` or `no`). */
      readonly on: string;
      readonly is: Readonly<Record<string, StepId>>;
      readonly otherwise: StepId;
    }
  | { readonly kind: 'set'; readonly set: Vars; readonly next: StepId }
  | { readonly kind: 'call'; readonly flow: FlowId; readonly next: StepId }
  /** `anew` leaves the callers of this flow too, so that the other one stands alone. */
  | { readonly kind: 'goto'; readonly flow: FlowId; readonly anew?: true }
  | {
      readonly kind: 'services';
      readonly service: ServiceQuery;
      /** Said before the rows, and said instead of them when no row is left. */
      readonly lead: TextKey;
      readonly none: TextKey;
      readonly next: StepId;
    }
  | HandoverStep
  /** Leaves a time of day for a message, named by a variable; null clears the one that was left. */
  | { readonly kind: 'callback'; readonly window: string | null; readonly next: StepId }
  | { readonly kind: 'device-care'; readonly text: TextKey; readonly next: StepId }
  | { readonly kind: 'erase'; readonly next: StepId }
  /** Leaves a called flow or an interruption, back to where the child was. */
  | { readonly kind: 'return' }
  | { readonly kind: 'end'; readonly say: readonly TextKey[] };

export interface AskStep {
  readonly kind: 'ask';
  readonly ask: TextKey;
  readonly save: string | null;
  readonly choices: readonly FlowChoice[];
}

export interface FlowChoice {
  readonly is: string;
  readonly label: TextKey;
  readonly next: StepId;
}

export interface HandoverStep {
  readonly kind: 'handover';
  /** The first case whose variables all match gives the band. */
  readonly bands: readonly { readonly when: Vars; readonly band: Band }[];
  readonly otherwise: Band;
  /** The variables that form the brief. */
  readonly brief: readonly string[];
  /** Where the flow goes when nobody can take the child now. */
  readonly closed: StepId;
  readonly full: StepId;
  readonly down: StepId;
}

export interface ServiceQuery {
  readonly kind: string;
  readonly scope: 'national' | 'province';
}

/** A text cut into literal pieces and the names of its placeholders, odd entries being names. */
export type Template = readonly string[];

export interface Texts {
  /** The template of a key; a bundle is refused at load when a language lacks a key. */
  get(language: Language, key: TextKey): Template | undefined;
}

export type Concern = 'danger' | 'self-harm' | 'extortion' | 'abuse' | 'person' | 'other';

/** The choices that can be typed in other words than their label's. */
export const TYPED_ANSWERS = ['yes', 'no', 'unsure'] as const;
export type TypedAnswer = (typeof TYPED_ANSWERS)[number];

/** Word lists, already normalised (see `domain/text/normalise.ts`). */
export interface Lexicon {
  /** Whole messages only: "he told me to stop" is not an exit. */
  readonly exit: ReadonlySet<string>;
  readonly erase: ReadonlySet<string>;
  readonly help: ReadonlySet<string>;
  readonly person: ReadonlySet<string>;
  readonly language: ReadonlyMap<string, Language>;
  /** Whole messages too: a typed answer to a question that has exactly one such choice. */
  readonly answers: ReadonlyMap<string, TypedAnswer>;
  readonly distress: readonly {
    readonly concern: Concern;
    readonly phrases: readonly Phrase[];
    /** Idioms that hold a phrase without its meaning; cut out before matching. */
    readonly benign: readonly Phrase[];
    /** Romanised Khmer by its consonants, and its idioms. */
    readonly romanised: readonly Phrase[];
    readonly benignRomanised: readonly Phrase[];
  }[];
}
