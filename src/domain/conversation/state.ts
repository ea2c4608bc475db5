import type { Band, ChannelId, Concern, FlowId, Language, StepId, Vars } from '../flow/bundle.ts';
import type { CallbackWindow } from '../queue/callback-window.ts';
import type { WrapUp } from '../record/record.ts';
import type { Escalation } from './escalation.ts';
import type { Speaker, TimerName } from './input.ts';
import type { Offer } from './offer.ts';
import type { Owner } from './owner.ts';

/** The sealed half of a conversation: all that a turn needs to know of the past. Plain data. */
export interface ConversationState {
  readonly schema: 1;
  readonly bundle: string;
  readonly channel: ChannelId;
  /** Null until the child has chosen. */
  readonly language: Language | null;
  /** Who may speak. The store keeps it in clear too, and its word counts. */
  readonly owner: Owner;
  readonly talk: Talk;
  /** Random, made when the conversation began: a button of another conversation never fits. */
  readonly nonce: string;
  /** How many questions were asked. Each has a number of its own, so that no older button ever fits. */
  readonly questions: number;
  readonly timers: Readonly<Partial<Record<TimerName, number>>>;
  readonly marks: Marks;
  readonly queue: QueuePlace | null;
  /** The time that the child left for a message (R31); null once it is over, answered or cleared. */
  readonly callback: Callback | null;
  readonly counsellor: Speaker | null;
  /** A colleague was asked to go on; absent when nobody is. */
  readonly offer?: Offer | undefined;
  /** Supervisors who read along, each until they are not heard of any more; absent when nobody does. */
  readonly observers?: readonly (Speaker & { readonly until: number })[] | undefined;
  /** A life is in danger; absent when nobody said so. */
  readonly escalation?: Escalation | undefined;
  /** The counsellor wrote last; absent once the child wrote since. */
  readonly silence?: Silence | undefined;
  readonly wrapUp: WrapUp | null;
  /** Half-filled, as its counsellor left it; goes along with the conversation. */
  readonly wrapUpDraft?: WrapUp | undefined;
  /** The counsellor is reminded of the wrap-up then (ms); it can be put off once. */
  readonly wrapUpRemind?: number;
  /** Whether it helped, as the child tapped after the end; null where nobody asked or answered. */
  readonly feedback: string | null;
  readonly ended: Ended | null;
  /** The record went to the pending list; there is never a second one. */
  readonly recorded: boolean;
  /** The one neutral line for late input was said; the next timely input clears it. */
  readonly lateSaid: boolean;
}

/** `missed`: a callback whose time passed without an answer. */
export type Ended = 'finished' | 'exit' | 'erased' | 'idle' | 'closed' | 'gone' | 'missed';

export interface Silence {
  /** The child was asked once whether they are there. */
  readonly checkedIn: boolean;
  /** It lasted so long that the talk takes no place on the desk. */
  readonly asleep: boolean;
}

export interface Callback {
  readonly window: CallbackWindow;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
  /** `left` until it begins, `due` while the desk has it in its line, `claimed` while no answer came. */
  readonly stage: 'left' | 'due' | 'claimed';
  /** How often the neutral words went out; at most twice. */
  readonly told: number;
}

/** Where the child stands in the flows. Every part of it is finite, so that all of it can be walked. */
export interface Talk {
  /** The flow that speaks last, the flows that called it before it; at most four. */
  readonly frames: readonly Frame[];
  /** One point of return from an interruption; a nested one replaces it. */
  readonly interrupted: readonly Frame[] | null;
  readonly globals: Vars;
  /** Every matter after the first, since `also` holds one; absent where none was saved. */
  readonly matters?: readonly string[] | undefined;
  /** What a text spoke of beside the concern that was asked about: counted on the careful side, since nobody asked. */
  readonly heard?: readonly Concern[] | undefined;
  /** What was written of twice, so that it led on without a tap; absent once the child picked anything. */
  readonly led?: Concern | undefined;
  /** The question that stands open. Its ordinal makes older buttons stale. */
  readonly asked: Asked | null;
  /** Texts that no flow understood, in a row; saturates at 2. */
  readonly unknown: number;
  /** Media sent in a row; saturates at 2. */
  readonly media: number;
}

export interface Frame {
  readonly flow: FlowId;
  readonly step: StepId;
  readonly vars: Vars;
}

export interface Asked {
  readonly ordinal: number;
  readonly page: number;
}

export interface QueuePlace {
  readonly band: Band;
  readonly brief: Brief;
  /** Neutral updates sent while waiting; saturates at 3. */
  readonly updates: number;
  /** Whether the child said that we may write first while they wait. */
  readonly mayWrite: boolean;
  /** A distress word or the help word came after the child joined the queue. */
  readonly raised: boolean;
  /** The score at entry; a return to the queue takes the old place. */
  readonly score: number;
}

/** What the child already chose, so that nobody asks again. Codes only; the console words them. */
export type Brief = readonly { readonly name: string; readonly value: string }[];

/** Times in milliseconds since the epoch; only bands of them ever reach a record. */
export interface Marks {
  readonly started: number;
  readonly last: number;
  readonly queued?: number;
  readonly claimed?: number;
  readonly replied?: number;
  readonly ended?: number;
  /** When the last picture, voice note or file came. */
  readonly medium?: number;
  /** When a waiting child who wrote was last answered. */
  readonly told?: number;
  /** When the child last wrote a word of distress. */
  readonly distress?: number;
  /** The page came back after a silence, and its child has not said yet that it is safe. */
  readonly returned?: number;
  /** When somebody of the helpline last wrote to the child elsewhere; the bot is silent for a while. */
  readonly outside?: number;
}
