import type { Posters, SheetAsked } from '../../src/app/posters.ts';

/** Posters in memory, for tests of the routes. */
export function memoryPosters(): Posters & { readonly asked: SheetAsked[] } {
  const labels: string[] = [];
  const asked: SheetAsked[] = [];
  return {
    asked,
    list: async () =>
      labels.map((label, at) => ({
        code: `code${at}2`,
        label,
        since: '2026-11-01',
        came: null,
        links: [],
      })),
    async create(label) {
      labels.push(label);
      return `code${labels.length - 1}2`;
    },
    async sheet(one) {
      asked.push(one);
      return one.code === 'code02' ? '<!doctype html><p>sheet</p>' : null;
    },
  };
}
