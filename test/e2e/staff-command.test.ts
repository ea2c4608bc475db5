import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, serverFolders, startServer } from '../support/running-server.ts';
import { joinStaff } from '../support/staff-client.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(await serverFolders());
});
afterAll(() => server.stop());

describe('npm run staff', () => {
  it('shuts an account out at once, whatever it has open, and lets it in again', async () => {
    const sok = await joinStaff(server, 'counsellor', 'sok');
    expect(await server.cli('staff', 'list')).toContain('sok  counsellor');
    expect((await sok.queue()).waiting).toEqual([]);

    await server.cli('staff', 'disable', 'Sok');
    expect((await sok.ask('/api/queue', {})).status).toBe(401);
    expect(await server.cli('staff', 'list')).toContain('sok  counsellor  disabled');

    await server.cli('staff', 'enable', 'sok');
    await server.cli('staff', 'role', 'sok', '--to', 'supervisor');
    expect(await server.cli('staff', 'list')).toContain('sok  supervisor\n');
    expect(await server.cli('staff', 'password', 'sok')).toContain('/console/invite#token=');
    sok.leave();
  });

  it('says what to do when there is no such account, and keeps the last administrator', async () => {
    await expect(server.cli('staff', 'disable', 'nobody')).rejects.toThrow(/staff -- list/);
    await joinStaff(server, 'admin', 'boss').then((boss) => boss.leave());
    await expect(server.cli('staff', 'disable', 'boss')).rejects.toThrow(/last administrator/);
  });
});
