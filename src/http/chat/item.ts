import type { PageItem } from '../../app/child-types.ts';

/** An item on the wire: `keep` says that the page may hold its token over a reload from now on. */
export function itemOf(item: PageItem, keep: boolean) {
  const { id, at, from, label, texts, reach, choices, discreet, language, standing } = item;
  return { id, at, from, label, texts, reach, choices, discreet, language, standing, keep };
}
