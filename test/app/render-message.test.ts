import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textsOf } from '../../src/app/render-message.ts';
import { seedServices } from '../../src/app/services.ts';
import type { MessagePart } from '../../src/domain/conversation/message.ts';
import type { Service } from '../../src/domain/directory/service.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';
import { serviceRow } from '../support/service-row.ts';

const HISTORY = 'A call may show in the list of calls of this phone.';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
  const row = (more: Partial<Service>): Service => ({ ...serviceRow(), kind: 'health', ...more });
  await seedServices(world.core.documents, [
    row({ id: 'a', name: { km: 'ក', en: 'Costs nothing' }, reach: '000', cost: 'free' }),
    row({ id: 'b', name: { km: 'ខ', en: 'Costs' }, reach: '001', cost: 'may-cost' }),
    row({ id: 'c', name: { km: 'គ', en: 'Unknown' }, reach: '002', cost: 'unknown' }),
  ]);
});
afterEach(() => world.close());

const rows = (kind: string): MessagePart => ({
  kind: 'services',
  query: { kind, scope: 'national' },
  province: null,
  lead: 'You can call:',
  none: 'Nothing here.',
});
const said = (...parts: readonly MessagePart[]) => textsOf(world.core, { language: 'en', parts });

describe('a number that a child can call', () => {
  it('says that it is free, or that it may cost where nobody knows better', async () => {
    const [text = ''] = await said(rows('health'));

    expect(text).toContain('Costs nothing: 000 (free)');
    expect(text).toContain('Costs: 001 (may cost money)');
    expect(text).toContain('Unknown: 002 (may cost money)');
  });

  it('says once a message, under the last number, that a call may show on the phone', async () => {
    const told = await said(rows('helpline'), rows('health'), { kind: 'text', text: 'And now?' });

    expect(told.map((text) => text.split('\n').at(-1) === HISTORY)).toEqual([false, true, false]);
    expect(told.join('\n').split(HISTORY)).toHaveLength(2);
  });

  it('says nothing of calls where there is none: a link, no row, plain words', async () => {
    const told = await said(rows('image-removal'), rows('legal'), { kind: 'text', text: 'Hello.' });

    expect(told.join('\n')).not.toContain(HISTORY);
    expect(told[0]).not.toContain('(free)');
  });
});
