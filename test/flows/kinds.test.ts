import { expect, it } from 'vitest';
import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';
import { SERVICE_KINDS } from '../../src/domain/directory/kinds.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle of the repository does not load');

it('has a flow that asks for every kind of service, so that no checked row is shown to nobody', () => {
  const steps = [...loaded.value.bundle.flows.values()].flatMap((flow) => [...flow.steps.values()]);
  const asked = steps.flatMap((step) => (step.kind === 'services' ? [step.service.kind] : []));

  expect(SERVICE_KINDS.filter((kind) => !asked.includes(kind))).toEqual([]);
});
