import type { Referral } from '../api/types.ts';

/** A province's own rows first, then those of the whole country; '' asks for any. */
export function placesFor(
  services: readonly Referral[],
  { province, kind }: { readonly province: string; readonly kind: string },
): readonly Referral[] {
  const fits = services.filter((one) => kind === '' || one.kind === kind);
  const national = fits.filter(({ scope }) => scope === 'national');
  const local = fits.filter(({ scope }) => scope === 'province');
  const near = local.filter(
    ({ provinces }) => province === '' || provinces.some((code) => code === province),
  );
  return [...near, ...national];
}
