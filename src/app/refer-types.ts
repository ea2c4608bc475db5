import type { Service } from '../domain/directory/service.ts';

/** A row that a child may be shown now, in every language that it has. */
export interface ReferralView
  extends Pick<
    Service,
    | 'id'
    | 'kind'
    | 'scope'
    | 'provinces'
    | 'name'
    | 'about'
    | 'serves'
    | 'hours'
    | 'channels'
    | 'cost'
    | 'reach'
  > {
  /** When a person last found it right, and until when that counts; null for an example. */
  readonly checked: string | null;
  readonly until: string | null;
  /** Demo mode only: nobody has verified it. */
  readonly example: boolean;
}

export interface Refer {
  readonly id: string;
  readonly key: string;
  readonly service: string;
}
