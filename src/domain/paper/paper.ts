import { type Service, statusOf } from '../directory/service.ts';
import type { Plan } from './plan.ts';

/** A text as it is printed, and whether a native reader has signed it as it stands. */
export interface Said {
  readonly text: string;
  readonly signed: boolean;
}

export interface PrintedService {
  readonly name: string;
  readonly reach: string | null;
  readonly about: string;
  readonly serves: string;
  readonly hours: string;
  readonly cost: Service['cost'];
}

export interface Block {
  readonly head: Said | null;
  readonly texts: readonly Said[];
  readonly services: readonly PrintedService[];
}

export interface Paper {
  readonly sections: readonly {
    readonly title: Said;
    readonly note: Said;
    readonly blocks: readonly Block[];
  }[];
  readonly unsigned: number;
  /** Some kind of service has no row that a person verified. */
  readonly unchecked: boolean;
  /** The last day of the row that expires first; null when none is printed. */
  readonly until: string | null;
}

export interface Sources {
  text(key: string): Said;
  readonly services: readonly Service[];
  readonly language: string;
  /** `YYYY-MM-DD` in Phnom Penh. */
  readonly today: string;
}

/**
 * The package from the flows' own texts and the directory as it is today. Only rows that a person verified are printed,
 * in every mode: paper cannot be withdrawn. Where none is left, the text that names no number stands.
 */
export function paperOf(plan: Plan, sources: Sources): Paper {
  const shown = sources.services.filter((row) => statusOf(row, sources.today) === 'verified');
  const sections = plan.sections.map(({ title, note, blocks }) => ({
    title: sources.text(title),
    note: sources.text(note),
    blocks: blocks.map((block) => blockOf(block, shown, sources)),
  }));
  const said = sections.flatMap(({ title, note, blocks }) => [
    title,
    note,
    ...blocks.flatMap(({ head, texts }) => (head === null ? texts : [head, ...texts])),
  ]);
  const kinds = plan.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => ('services' in block ? [block.services] : [])),
  );
  const printed = shown.filter((row) => kinds.includes(row.kind) && row.scope === 'national');
  return {
    sections,
    unsigned: said.filter(({ signed }) => !signed).length,
    unchecked: kinds.some((kind) => !printed.some((row) => row.kind === kind)),
    until: printed.flatMap((row) => row.expires_on ?? []).toSorted()[0] ?? null,
  };
}

function blockOf(
  block: Plan['sections'][number]['blocks'][number],
  shown: readonly Service[],
  { text, language }: Sources,
): Block {
  if ('texts' in block) {
    const head = block.head === undefined ? null : text(block.head);
    return { head, texts: block.texts.map(text), services: [] };
  }
  const rows = shown.filter((row) => row.kind === block.services && row.scope === 'national');
  const services = rows.map((row) => printedRow(row, language));
  const without = [block.does, block.none].filter((key) => key !== undefined);
  return { head: null, texts: (rows.length > 0 ? [block.lead] : without).map(text), services };
}

function printedRow(row: Service, language: string): PrintedService {
  const worded = (texts: Service['name']) => texts[language] ?? texts.en;
  return {
    name: worded(row.name),
    reach: row.reach,
    about: worded(row.about),
    serves: worded(row.serves),
    hours: worded(row.hours),
    cost: row.cost,
  };
}
