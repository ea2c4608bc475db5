import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';
import { PROVINCES } from '../../src/domain/directory/provinces.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle of the repository does not load');
const { bundle } = loaded.value;

describe('the province that a child may choose', () => {
  const where = bundle.flows.get('services-province')?.steps.get('where');
  const choices = where?.kind === 'ask' ? where.choices : [];

  it('is one of the 25 of the directory, or none', () => {
    const codes = choices.map(({ is }) => is).filter((is) => is !== 'skipped');
    expect(new Set(codes)).toEqual(new Set(PROVINCES.map(({ code }) => code)));
    expect(codes).toHaveLength(25);
    expect(bundle.globals['province']?.toSorted()).toEqual([...codes, 'skipped'].toSorted());
  });

  it.each(PROVINCES)('is named as in the directory: $code', ({ code, km, en }) => {
    const label = choices.find(({ is }) => is === code)?.label ?? '';
    expect(bundle.texts.get('km', label)).toEqual([km]);
    expect(bundle.texts.get('en', label)).toEqual([en]);
  });
});
