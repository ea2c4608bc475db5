import type { ServiceKind } from '../directory/kinds.ts';
import type { Band, ChannelId, Language } from '../flow/bundle.ts';

/** What a counsellor writes down after a talk: closed lists only. */
export interface WrapUp {
  /** A counselling contact, or why it was none. */
  readonly contact: ContactKind;
  /** The category as the counsellor sees it; the child's own choice stands when this is null. */
  readonly category: string | null;
  readonly risk: 'none' | 'some' | 'high' | null;
  readonly ageBand: (typeof AGE_BANDS)[number] | null;
  readonly gender: (typeof GENDERS)[number] | null;
  readonly referredTo: readonly Referral[];
}

/** Nothing filled in yet. */
export const EMPTY_WRAP_UP = {
  contact: 'counselling',
  category: null,
  risk: null,
  ageBand: null,
  gender: null,
  referredTo: [] as Referral[],
} as const satisfies WrapUp;

/** Where a child was referred to: kinds, never a name or a place. */
export const REFERRALS = [
  'helpline',
  'police',
  'hotline',
  'image-removal',
  'health',
  'counselling',
  'social-worker',
  'child-protection',
  'legal-aid',
  'shelter',
  'school',
  'trusted-adult',
] as const;
export type Referral = (typeof REFERRALS)[number];

/** What the record calls a kind of the directory. */
export const REFERRAL_OF: Readonly<Record<ServiceKind, Referral>> = {
  helpline: 'helpline',
  police: 'police',
  'report-hotline': 'hotline',
  'image-removal': 'image-removal',
  health: 'health',
  legal: 'legal-aid',
  social: 'social-worker',
  counselling: 'counselling',
  'child-protection': 'child-protection',
};

export const CONTACT_KINDS = [
  'counselling',
  'information',
  'prank',
  'silent',
  'test',
  'wrong-place',
] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number] | 'bot-only' | 'left-queue';

export const AGE_BANDS = ['under-10', '10-12', '13-15', '16-17', '18-plus'] as const;
export const GENDERS = ['girl', 'boy', 'other'] as const;

/** Codes of the reasons for contact (taxonomy of the flow map). */
export const CATEGORIES = [
  'sexual-extortion',
  'image-shared',
  'image-requested',
  'money-gifts',
  'livestream',
  'contact-abuse',
  'unwanted-sexual',
  'self-harm',
  'other-violence',
  'csam-seen',
  'own-behaviour',
  'feelings',
  'other',
  'unsure',
  'information',
] as const;

/** Closed time classes: `<1m`, `1-5m`, `5-15m`, `15-60m`, `>60m`, and `none` where it did not happen. */
export const TIME_BANDS = ['none', '<1m', '1-5m', '5-15m', '15-60m', '>60m'] as const;
export type TimeBand = (typeof TIME_BANDS)[number];

/** The one thing that stays of a contact. Complete: a field that is not here is not kept. */
export interface ContactRecord {
  readonly contact: ContactKind;
  readonly channel: ChannelId;
  readonly language: Language | 'none';
  /** `YYYY-MM-DD` in Asia/Phnom_Penh. */
  readonly day: string;
  /** `00-06`, `06-12`, `12-18` or `18-24`, the same zone. */
  readonly hourBand: string;
  readonly role: string;
  readonly category: string;
  /** How urgent the child's own choices were. */
  readonly risk: Band | 'none';
  /** How the counsellor judged it: `none`, `some`, `high`, or `unset`. */
  readonly judgedRisk: string;
  readonly province: string;
  readonly ageBand: string;
  readonly gender: string;
  readonly harmer: string;
  readonly outcome: string;
  readonly referredTo: readonly string[];
  readonly botTime: TimeBand;
  readonly waitTime: TimeBand;
  readonly talkTime: TimeBand;
  readonly bundle: string;
  readonly feedback: string;
}
