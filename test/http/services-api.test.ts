import { afterEach, beforeEach, expect, it } from 'vitest';
import { seedServices } from '../../src/app/services.ts';
import { ServiceChanges, Services } from '../../src/http/api.ts';
import { browser, type HttpWorld, httpWorld } from '../support/http-world.ts';
import { serviceRow } from '../support/service-row.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
  await world.member('dara', 'manager');
  await world.member('sokha', 'counsellor');
  await seedServices(world.documents, [serviceRow()]);
});
afterEach(() => world.close());

async function signedIn(name: string) {
  const page = browser(world.origin);
  await page.signIn(name);
  return page;
}

async function statuses(page: Awaited<ReturnType<typeof signedIn>>) {
  const { services } = Services.parse(await (await page.call('GET', '/api/services')).json());
  return services.map(({ row, status }) => [row.id, status, row.verified_by]);
}

it('shows the directory to a counsellor, and lets a manager verify and withdraw', async () => {
  const manager = await signedIn('dara');
  const counsellor = await signedIn('sokha');
  expect(await statuses(counsellor)).toEqual([['helpline', 'unverified', null]]);

  expect((await manager.call('POST', '/api/services/helpline/verify', {})).status).toBe(204);
  const [[, status, by] = []] = await statuses(counsellor);
  expect([status, typeof by]).toEqual(['verified', 'string']);

  const why = { why: 'nobody answers' };
  expect((await counsellor.call('POST', '/api/services/helpline/withdraw', why)).status).toBe(403);
  expect((await manager.call('POST', '/api/services/helpline/withdraw', why)).status).toBe(204);
  expect((await statuses(counsellor))[0]?.[1]).toBe('withdrawn');
  expect((await manager.call('POST', '/api/services/none/verify', {})).status).toBe(404);
});

it('voids the verification of a row whose number a manager changes, whoever the body says verified it', async () => {
  const manager = await signedIn('dara');
  await manager.call('POST', '/api/services/helpline/verify', {});
  const row = { ...serviceRow(), reach: '001' };
  const forged = { verified_by: 'Sok', verified_on: '2026-11-23', expires_on: '2026-11-24' };

  const put = await manager.call('PUT', '/api/services/helpline', { ...row, ...forged });

  const { changes } = ServiceChanges.parse(await put.json());
  expect(changes.map(({ id, voidsVerification }) => [id, voidsVerification])).toEqual([
    ['helpline', true],
  ]);
  expect(await statuses(manager)).toEqual([['helpline', 'unverified', null]]);
  expect((await manager.call('PUT', '/api/services/other', row)).status).toBe(400);
  const audit = await world.documents.read('audit', 0, 100);
  expect(audit.map(({ value }) => JSON.stringify(value)).join()).toContain('service-changed');
});
