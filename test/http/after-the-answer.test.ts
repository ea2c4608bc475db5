import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browser, type HttpWorld, httpWorld } from '../support/http-world.ts';

let world: HttpWorld;

beforeEach(async () => {
  // Express says less in a test.
  vi.stubEnv('NODE_ENV', 'production');
  world = await httpWorld();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await world.close();
});

describe('what fails after the answer', () => {
  it('is a line of the log without words, and nothing that Express prints', async () => {
    await world.member('sok', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('sok');
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    world.clock.ahead += 120_000;
    // The route fails, and so does what comes after it: the session's idle limit is put off.
    vi.spyOn(world.desk.desk, 'queue').mockRejectedValue(new Error('a secret of the desk'));
    const put = vi
      .spyOn(world.documents, 'put')
      .mockRejectedValue(new Error('a secret of the store'));

    const answer = await page.get('/api/queue');
    await vi.waitFor(() => expect(world.logged).toHaveLength(2), 15_000);

    expect(answer.status).toBe(500);
    expect(put).toHaveBeenCalled();
    expect(printed).not.toHaveBeenCalled();
    expect(JSON.stringify(world.logged)).not.toContain('a secret');
  });
});
