import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SECRETS } from '../../src/config/schema.ts';
import { readSettings, type Settings } from '../../src/config/settings.ts';

type Env = Record<string, string>;
const noFile = () => {
  throw new Error('no file');
};

function settingsOf(env: Env, files: Env = {}): Settings {
  const read = readSettings(env, (path) => files[path] ?? noFile());
  if (!read.ok) throw new Error(read.error.join('\n'));
  return read.value;
}

function problemsOf(env: Env, files: Env = {}): readonly string[] {
  const read = readSettings(env, (path) => files[path] ?? noFile());
  return read.ok ? [] : read.error;
}

const GOOD = 'q8Zk2Lw0Pn5Rt7Vx1Bd4';
const TELEGRAM = { TELEGRAM_TOKEN: `123456:${GOOD}`, TELEGRAM_SECRET: GOOD };
const WHATSAPP = {
  WHATSAPP_TOKEN: GOOD,
  WHATSAPP_PHONE_NUMBER_ID: '1234',
  META_APP_SECRET: `${GOOD}a`,
};
const PRODUCTION = { MODE: 'production', PUBLIC_URL: 'https://chat.example.org' };

describe('readSettings', () => {
  it('needs nothing for the demo', () => {
    expect(settingsOf({}, {})).toMatchObject({
      MODE: 'demo',
      HOST: '127.0.0.1',
      PORT: 3000,
      PUBLIC_URL: 'http://localhost:3000',
      DATA_DIR: `${process.cwd()}/data`,
      KEY_DIR: `${process.cwd()}/keys`,
      BUNDLE_DIR: process.cwd(),
      ROLE: 'all',
      TRUSTED_PROXIES: [],
      TRANSCRIPT_RETENTION_SECONDS: 86_400,
      IDLE_SECONDS: 900,
    });
  });

  it('takes an empty setting for none', () => {
    expect(settingsOf({ TELEGRAM_TOKEN: '', PORT: '', MODE: '' })).toEqual(settingsOf({}));
  });

  it('listens for a proxy outside the demo', () => {
    expect(settingsOf({ MODE: 'pilot' }).HOST).toBe('0.0.0.0');
    expect(settingsOf({ MODE: 'pilot', HOST: '127.0.0.1' }).HOST).toBe('127.0.0.1');
  });

  it('keeps the keys of two stores apart', () => {
    expect(settingsOf({ DATA_DIR: '/srv/data' }).KEY_DIR).toBe('/srv/keys');
    expect(settingsOf({ DATA_DIR: '/srv/two' }).KEY_DIR).toBe('/srv/two-keys');
  });

  it('says every problem at once, those of single settings and those between them', () => {
    const problems = problemsOf({
      MODE: 'production',
      PORT: 'http',
      GRAPH_API_VERSION: 'v3.2',
      TELEGRAM_TOKEN: 'changeme',
      TELEGRAM_SECRET: 'not allowed!',
      WHATSAPP_TOKEN: GOOD,
      META_APP_SECRET_FILE: '/nowhere',
      TRUSTED_PROXIES: '10.0.0.0/33',
      IDLE_SECONDS: '-1',
      DATA_DIR: '/srv/data',
      KEY_DIR: '/srv/data/keys',
    });

    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'GRAPH_API_VERSION',
      'IDLE_SECONDS',
      'KEY_DIR',
      'META_APP_SECRET',
      'META_APP_SECRET_FILE',
      'META_VERIFY_TOKEN',
      'PORT',
      'PUBLIC_URL',
      'TELEGRAM_SECRET',
      'TELEGRAM_TOKEN',
      'TRUSTED_PROXIES',
      'WHATSAPP_PHONE_NUMBER_ID',
    ]);
  });

  it.each([
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '1e3' }, 'PORT'],
    [{ MODE: 'prod' }, 'MODE'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ REDIS_URL: 'http://localhost' }, 'REDIS_URL'],
    [{ PUBLIC_URL: 'https://chat.example.org/path' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'javascript:alert(1)' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'chat' }, 'PUBLIC_URL'],
    [{ EMBED_PARENTS: 'helpline.example' }, 'EMBED_PARENTS'],
    [{ EMBED_PARENTS: 'https://*.helpline.example' }, 'EMBED_PARENTS'],
    [{ EMBED_PARENTS: 'https://helpline.example/contact' }, 'EMBED_PARENTS'],
    [{ EMBED_PARENTS: 'http://helpline.example' }, 'EMBED_PARENTS'],
    [{ EMBED_PARENTS: "https://helpline.example; script-src 'unsafe-inline'" }, 'EMBED_PARENTS'],
    [{ EMBED_PARENTS: 'https://a;b.example' }, 'EMBED_PARENTS'],
    [{ QUICK_EXIT_URL: 'javascript:alert(1)' }, 'QUICK_EXIT_URL'],
    [{ QUICK_EXIT_URL: 'http://weather.example' }, 'QUICK_EXIT_URL'],
    [{ GRAPH_API_VERSION: 'v22.0' }, 'GRAPH_API_VERSION'],
    [{ TELEGRAM_SECRET: 'a b' }, 'TELEGRAM_SECRET'],
    [{ TELEGRAM_SECRET: 'a'.repeat(257) }, 'TELEGRAM_SECRET'],
    [{ META_VERIFY_TOKEN: 'a\nb' }, 'META_VERIFY_TOKEN'],
    [{ TRANSCRIPT_RETENTION_SECONDS: '259201' }, 'TRANSCRIPT_RETENTION_SECONDS'],
    [{ ROLE: 'web' }, 'ROLE'],
    [{ META_APP_SECRET_PREVIOUS: GOOD }, 'META_APP_SECRET'],
    [{ GRAPH_API_ROOT: 'http://graph.example.org' }, 'GRAPH_API_ROOT'],
  ])('refuses %j', (env, name) => {
    expect(problemsOf(env).map((problem) => problem.split(':')[0])).toEqual([name]);
  });

  it.each([
    { ROLE: 'worker', REDIS_URL: 'redis://r:6379' },
    { TRUSTED_PROXIES: '127.0.0.1, ::1, 10.0.0.0/8' },
    { GRAPH_API_VERSION: 'v23.0' },
    { MODE: 'pilot', ...TELEGRAM, ...WHATSAPP },
    { ...PRODUCTION, ...TELEGRAM, ...WHATSAPP, META_VERIFY_TOKEN: GOOD, REDIS_URL: 'redis://r' },
  ])('accepts %j', (env) => {
    expect(problemsOf(env)).toEqual([]);
  });
});

describe('EMBED_PARENTS', () => {
  it('is a list of origins, each once, as browsers write them', () => {
    const { EMBED_PARENTS } = settingsOf({
      EMBED_PARENTS: 'https://Helpline.example/, https://helpline.example,http://localhost:8080',
    });

    expect(EMBED_PARENTS).toEqual(['https://helpline.example', 'http://localhost:8080']);
  });
});

describe('a secret', () => {
  it('can come from a file, without its line break', () => {
    const env = {
      ...TELEGRAM,
      MODE: 'pilot',
      TELEGRAM_TOKEN: '',
      TELEGRAM_TOKEN_FILE: '/run/token',
    };

    expect(settingsOf(env, { '/run/token': `123456:${GOOD}\n` }).TELEGRAM_TOKEN).toBe(
      `123456:${GOOD}`,
    );
  });

  it('has one source, which can be read and holds something', () => {
    expect(
      problemsOf({ META_VERIFY_TOKEN: GOOD, META_VERIFY_TOKEN_FILE: '/f' }, { '/f': GOOD }),
    ).toEqual(['META_VERIFY_TOKEN: set it or META_VERIFY_TOKEN_FILE, not both']);
    expect(problemsOf({ META_VERIFY_TOKEN_FILE: '/f' })).toEqual([
      'META_VERIFY_TOKEN_FILE: the file cannot be read',
    ]);
    expect(problemsOf({ META_VERIFY_TOKEN_FILE: '/f' }, { '/f': ' \n' })).toEqual([
      'META_VERIFY_TOKEN_FILE: the file is empty',
    ]);
  });

  it.each([
    'changeme',
    'CHANGE_ME',
    'your-token-here',
    '<token>',
    'xxxxxxxx',
    '***',
    'placeholder',
  ])('is not a placeholder like %s, in any mode', (value) => {
    for (const MODE of ['demo', 'pilot', 'production']) {
      const problems = problemsOf({ ...PRODUCTION, MODE, META_VERIFY_TOKEN: value });
      expect(problems).toEqual(['META_VERIFY_TOKEN: a placeholder; put the real value there']);
    }
  });

  it.each(['short', 'abababababababababab'])(
    'is hard to guess (not %s) where children are',
    (value) => {
      expect(problemsOf({ META_VERIFY_TOKEN: value })).toEqual([]);
      for (const MODE of ['pilot', 'production']) {
        expect(problemsOf({ ...PRODUCTION, MODE, META_VERIFY_TOKEN: value })[0]).toContain(
          'too easy to guess',
        );
      }
    },
  );

  it('never stands in a problem, whatever it holds', () => {
    const value = fc.stringMatching(/^[ -~]{9,30}$/).map((text) => `K@nary ${text}`);
    fc.assert(
      fc.property(
        fc.constantFrom('demo', 'pilot', 'production', 'other'),
        value,
        (MODE, canary) => {
          const env: Env = { MODE, ...Object.fromEntries(SECRETS.map((name) => [name, canary])) };
          const problems = problemsOf(env);

          expect(problems.length).toBeGreaterThan(0);
          expect(problems.join()).not.toContain('K@nary');
        },
      ),
    );
  });
});

describe('sending as fast as it goes', () => {
  const here = 'http://127.0.0.1:8081';

  it.each([
    ['Telegram', TELEGRAM, 'TELEGRAM_API_ROOT'],
    ['WhatsApp', WHATSAPP, 'GRAPH_API_ROOT'],
  ])('is for a fake of %s on this machine only', (_, channel, root) => {
    const fast = { ...channel, MODE: 'pilot', SEND_PACE: 'free' };
    const refusal = 'SEND_PACE: free is only for API roots on this machine; leave it out';

    expect(problemsOf({ ...fast, [root]: here })).not.toContain(refusal);
    expect(problemsOf(fast)).toContain(refusal);
  });
});

describe('the demo', () => {
  it.each(['http://127.0.0.1:8081', 'http://localhost:8081', 'http://[::1]:8081/bot'])(
    'speaks to a platform on this machine (%s)',
    (root) => {
      expect(problemsOf({ ...TELEGRAM, TELEGRAM_API_ROOT: root })).toEqual([]);
      expect(problemsOf({ ...WHATSAPP, GRAPH_API_ROOT: root })).toEqual([]);
    },
  );

  it.each([
    'https://127.0.0.1.example.org',
    'https://api.telegram.org',
    'https://localhost.example.org',
    'https://x@10.0.0.1',
  ])('speaks to no other (%s)', (root) => {
    expect(problemsOf({ ...TELEGRAM, TELEGRAM_API_ROOT: root })[0]).toMatch(
      /^TELEGRAM_API_ROOT: in demo mode/,
    );
    expect(problemsOf({ ...WHATSAPP, GRAPH_API_ROOT: root })[0]).toMatch(
      /^GRAPH_API_ROOT: in demo mode/,
    );
    expect(problemsOf({ TELEGRAM_API_ROOT: root, GRAPH_API_ROOT: root })).toEqual([]);
  });

  it('does not speak to the real platforms by default', () => {
    expect(problemsOf(TELEGRAM)).toHaveLength(1);
    expect(problemsOf(WHATSAPP)).toHaveLength(1);
  });
});

describe('production', () => {
  it.each(['/srv/data', '/srv/data/keys', '/srv/data/../data/..keys'])(
    'refuses keys in the data (%s)',
    (KEY_DIR) => {
      const env = { ...PRODUCTION, DATA_DIR: '/srv/data', KEY_DIR };

      expect(problemsOf(env)[0]).toMatch(/^KEY_DIR: inside DATA_DIR/);
      expect(problemsOf({ ...env, MODE: 'pilot' })).toEqual([]);
    },
  );

  it.each(['/srv/keys', '/srv/data-keys', '/srv'])('takes keys beside it (%s)', (KEY_DIR) => {
    expect(problemsOf({ ...PRODUCTION, DATA_DIR: '/srv/data', KEY_DIR })).toEqual([]);
  });

  it('has an address with https', () => {
    expect(problemsOf({ MODE: 'production' })).toHaveLength(1);
    expect(problemsOf({ ...PRODUCTION, PUBLIC_URL: 'http://chat.example.org' })).toHaveLength(1);
    expect(settingsOf({ ...PRODUCTION, PUBLIC_URL: 'https://chat.example.org/' }).PUBLIC_URL).toBe(
      'https://chat.example.org',
    );
  });
});
