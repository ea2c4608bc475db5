import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { About } from '../../src/http/api.ts';
import { freePort } from '../support/free-port.ts';
import { olderRedis } from '../support/older-redis.ts';
import { INSTALLED, type RedisServer, startRedis } from '../support/redis-server.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';
import { STAFF_PASSWORD } from '../support/staff-client.ts';

/** The setting, what it is, why that is wrong, and what the operator is to type or to ask for. */
const UNSAFE = [
  ['appendonly', 'no', /restart of the server loses/, 'CONFIG SET appendonly yes'],
  ['appendfsync', 'everysec', /power cut loses/, 'CONFIG SET appendfsync always'],
  ['maxmemory-policy', 'allkeys-lru', /away in silence/, 'CONFIG SET maxmemory-policy noeviction'],
  ['slowlog-log-slower-than', '10000', /slow log keeps/, 'CONFIG SET slowlog-log-slower-than -1'],
] as const;

const PUBLIC_URL = 'https://localhost:8443';
const PRODUCTION = { MODE: 'production', PUBLIC_URL, TRUSTED_PROXIES: '127.0.0.1' };

let folders: ServerFolders;
let server: RunningServer | null = null;
beforeEach(async () => {
  folders = await serverFolders();
});
afterEach(async () => {
  await server?.stop();
  server = null;
  await folders.remove();
});

async function start(redis: string, env: Readonly<Record<string, string>>): Promise<RunningServer> {
  server = await startServer(folders, { HOST: '127.0.0.1', REDIS_URL: redis, ...env });
  return server;
}

/** All that a server says from its start to its end. */
async function words(redis: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { stop, output } = await start(redis, env);
  await stop();
  return output();
}

/** What a start that must not succeed says. */
async function refusal(redis: string, env: Readonly<Record<string, string>>): Promise<string> {
  return start(redis, env).then(
    () => expect.unreachable('it started'),
    (error: Error) => error.message,
  );
}

describe('50: a Redis with a wrong setting', () => {
  describe.each(UNSAFE)('%s', (setting, is, why, mend) => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedis('redis-server', [`--${setting}`, is]);
    });
    afterAll(() => redis.stop());

    it('is said by demo and pilot, in the log and in words, and they start', async () => {
      for (const MODE of ['demo', 'pilot']) {
        const said = await words(redis.url, { MODE });

        expect(said).toMatch(new RegExp(`"setting":"${setting}".*"msg":"setting-warning"`));
        expect(said).not.toContain('"dropped"');
        expect(said).toContain(`${setting} is ${is}, should be`);
        expect(said).toMatch(why);
        expect(said).toContain(mend);
        expect(said).toContain('"msg":"ready"');
      }
    });

    it('is refused by production, with why and how to mend it', async () => {
      const said = await refusal(redis.url, PRODUCTION);

      expect(said).toContain('Tvear cannot start.');
      expect(said).toContain(`${setting} is ${is}, should be`);
      expect(said).toMatch(why);
      expect(said).toContain(mend);
      expect(said).toContain('ALLOW_UNSAFE_STORE=yes');
      expect(said).not.toContain('"msg":"ready"');
    });
  });

  it('that hides all of them is refused by production, which says whom to ask', async () => {
    const redis = await startRedis('redis-server', ['--rename-command', 'CONFIG', '']);
    const said = await refusal(redis.url, PRODUCTION);
    await redis.stop();

    for (const [setting] of UNSAFE) expect(said).toContain(`${setting} is hidden, should be`);
    expect(said).toContain('Ask whoever runs the server to set "appendfsync always"');
  });

  it('or of an old version is refused by production, and said by the others', async () => {
    const redis = await startRedis();
    const older = await olderRedis(redis.port);
    const url = `redis://127.0.0.1:${older.port}`;
    const refused = await refusal(url, PRODUCTION);
    const said = await words(url, { MODE: 'demo' });
    await older.close();
    await redis.stop();

    expect(refused).toMatch(/version is 6\S*, should be 7\.0 or later\. .*Use Redis 7 or Valkey/);
    expect(said).toMatch(/version is 6\S*, should be 7\.0 or later\. .*Use Redis 7 or Valkey/);
    expect(said).toMatch(/"setting":"version".*"msg":"setting-warning"/);
  });

  it('starts with ALLOW_UNSAFE_STORE=yes, and the console shows a banner for as long as it is so', async () => {
    const redis = await startRedis('redis-server', ['--appendfsync', 'everysec']);
    const port = await freePort();
    const env = { ...PRODUCTION, PORT: String(port), ALLOW_UNSAFE_STORE: 'yes' };
    const { cli, stop, output } = await start(redis.url, env);
    const { link } = JSON.parse(await cli('staff', 'invite', '--role', 'admin', '--json'));
    const warnings = await warningsOf(`http://127.0.0.1:${port}`, link);
    await stop();
    await redis.stop();
    const said = output();

    expect(said).toContain('appendfsync is everysec, should be always');
    expect(said).toContain('A banner in the console stays until this is mended.');
    expect(warnings).toContain('unsafe-store');
  });

  it('is the only one that is spoken of: a server with every setting right is not warned of', async () => {
    for (const program of INSTALLED) {
      const redis = await startRedis(program);
      const said = await words(redis.url, { MODE: 'demo' });
      await redis.stop();

      expect(said).not.toMatch(/setting-warning|not set up to keep/);
    }
  });
});

/** As a browser behind the https of a helpline reads them, after the account was made. */
async function warningsOf(url: string, link: string): Promise<readonly string[]> {
  const token = new URL(link).hash.replace('#token=', '');
  const headers = { origin: PUBLIC_URL, 'x-forwarded-proto': 'https' };
  const account = { token, name: 'sok', alias: 'Sok', password: STAFF_PASSWORD };
  const joined = await fetch(`${url}/api/invitations/accept`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  const cookie = joined.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const about = await fetch(`${url}/api/about`, { headers: { ...headers, cookie } });
  return About.parse(await about.json()).warnings;
}
