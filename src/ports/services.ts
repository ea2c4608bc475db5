import type { Language, ServiceQuery } from '../domain/flow/bundle.ts';

/** A service as a child may see it, in one language. */
export interface ShownService {
  readonly name: string;
  readonly about: string;
  /** As printed and tapped, in Latin digits, or a link. Null: the row names only the place. */
  readonly reach: string | null;
  readonly free: boolean | null;
  readonly hours: string;
  /** Demo mode only: nobody has verified this row. */
  readonly example: boolean;
}

/** The live service directory. A withdrawn or expired row is not in it a second later. */
export interface Services {
  rows(
    query: ServiceQuery,
    province: string | null,
    language: Language,
  ): Promise<readonly ShownService[]>;
  /** One row by its id; none when it may not be shown any more. */
  one(id: string, language: Language): Promise<readonly ShownService[]>;
  /** Kinds that have a row now. */
  kinds(province: string | null): Promise<readonly string[]>;
}
