import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleState } from '../../src/http/server-options.ts';
import { type HttpWorld, httpWorld } from '../support/http-world.ts';

let world: HttpWorld;
let state: ConsoleState;
beforeEach(async () => {
  state = 'ready';
  world = await httpWorld({ consoleState: () => state, zone: 'Asia/Dili' });
});
afterEach(() => world.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${world.origin}${path}`, { headers });

function build(): void {
  const dir = join(world.dir, 'console');
  mkdirSync(join(dir, 'assets'), { recursive: true });
  writeFileSync(
    join(dir, 'index.html'),
    '<script nonce="__CSP_NONCE__"></script><style nonce="__CSP_NONCE__"></style>__HELPLINE_ZONE__',
  );
  writeFileSync(join(dir, 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(dir, 'secret.env'), 'x');
}

describe('every answer', () => {
  it.each(['/chat', '/chat/chat.js', '/console', '/api/queue', '/nothing', '/healthz'])(
    'of %s carries a strict policy and is not kept',
    async (path) => {
      const { headers } = await get(path);
      const csp = headers.get('content-security-policy') ?? '';

      expect(csp).toContain("default-src 'none'");
      expect(csp).not.toContain('unsafe');
      expect(csp).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
    },
  );
});

describe('the chat on another page', () => {
  it('is refused to every page, and has no script, when no site is named', async () => {
    expect((await get('/chat/embed.js')).status).toBe(404);
    expect((await get('/chat')).headers.get('x-frame-options')).toBe('DENY');
  });

  it('is allowed to the named sites alone, and only the chat page', async () => {
    await world.close();
    world = await httpWorld({
      embedParents: ['https://one.example', 'https://two.example'],
      neutralUrl: "https://weather.example/a'b",
    });
    const page = await get('/chat');
    const csp = page.headers.get('content-security-policy') ?? '';
    const script = await get('/chat/embed.js');

    expect(csp).toMatch(/frame-ancestors https:\/\/one\.example https:\/\/two\.example(;|$)/);
    expect(csp).toContain("default-src 'none'");
    expect(page.headers.get('x-frame-options')).toBeNull();
    for (const path of ['/chat/chat.js', '/console', '/']) {
      const other = await fetch(`${world.origin}${path}`, { redirect: 'manual' });
      expect(other.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(other.headers.get('x-frame-options')).toBe('DENY');
    }
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await script.text()).toContain("location.replace('https://weather.example/a%27b')");
  });
});

describe('/console', () => {
  it('says in two languages that it is being prepared', async () => {
    state = 'preparing';
    build();
    const response = await get('/console/desk');
    const page = await response.text();

    expect(response.status).toBe(503);
    expect(page).toContain('lang="km"');
    expect(page).toContain('being prepared');
  });

  it('serves the one page for every path, with the nonce of this very answer', async () => {
    build();
    const [one, two] = await Promise.all([get('/console'), get('/console/desk/p00.abc')]);
    const nonce = /'nonce-([^']+)'/.exec(one.headers.get('content-security-policy') ?? '')?.[1];
    const page = await one.text();

    expect(page).toContain('Asia/Dili');
    expect(page.match(new RegExp(`nonce="${nonce?.replaceAll('+', '\\+')}"`, 'g'))).toHaveLength(2);
    expect(await two.text()).not.toBe(page);
  });

  it('lets a browser keep what is named by its content, and finds nothing else', async () => {
    build();
    const asset = await get('/console/assets/main-1a2b.js');

    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect(await asset.text()).toBe('export {};');
    expect((await get('/console/assets/none.js')).status).toBe(404);
    for (const path of [
      'secret.env',
      '%2e%2e/tvear.sqlite',
      '..%2ftvear.sqlite',
      '%00',
      '%',
      'assets/..%5c..%5cx',
    ]) {
      expect(await (await get(`/console/${path}`)).text()).not.toContain('SQLite');
    }
    expect(await (await get('/console/secret.env')).text()).toContain('nonce');
  });
});

describe('health', () => {
  it('tells a dead store from a dead process', async () => {
    await world.close();
    world = await httpWorld({
      ready: async () => ({ ok: false, why: 'the store does not answer' }),
    });

    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ok: false, why: 'the store does not answer' },
    ]);
  });
});
