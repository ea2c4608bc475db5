import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LogLevel, pinoLog } from '../../../src/adapters/log/pino-log.ts';
import type { Log } from '../../../src/ports/log.ts';

/** A log and the lines that it wrote. */
function written(act: (log: Log) => void, level: LogLevel = 'info') {
  const lines: string[] = [];
  act(pinoLog(level, { write: (line) => void lines.push(line) }));
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

/** Calls the log as code would that the types did not stop. */
function careless(log: Log, event: string, fields: unknown): void {
  for (const level of ['info', 'warn', 'error'] as const)
    Reflect.apply(log[level], log, [event, fields]);
}

const NAMES = [
  'channel',
  'code',
  'count',
  'ms',
  'port',
  'mode',
  'kind',
  'status',
  'route',
  'setting',
];

describe('pinoLog', () => {
  it('writes an event as msg, with its fields, a level and a time, and nothing of the machine', () => {
    const [line] = written((log) =>
      log.warn('delivery-failed', {
        channel: 'telegram',
        code: 'telegram-429',
        kind: 'retry',
        status: 429,
        ms: 12.5,
      }),
    );

    expect(line).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      msg: 'delivery-failed',
      channel: 'telegram',
      code: 'telegram-429',
      kind: 'retry',
      status: 429,
      ms: 12.5,
    });
  });

  it('says ready and drained in these words, and the last one before the process ends', () => {
    const program = `
      import { pinoLog } from './src/adapters/log/pino-log.ts';
      const log = pinoLog('info');
      log.info('ready', { port: 3000, mode: 'demo' });
      log.info('drained');
      process.exit(0);`;
    const { stdout } = spawnSync(
      process.execPath,
      ['--input-type=module-typescript', '-e', program],
      {
        encoding: 'utf8',
      },
    );

    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).msg),
    ).toEqual(['ready', 'drained']);
  });

  it('keeps to its level', () => {
    const all = (log: Log) => careless(log, 'ready', {});

    expect(written(all, 'warn').map(({ level }) => level)).toEqual(['warn', 'error']);
    expect(written(all, 'silent')).toEqual([]);
  });

  it('lets through what the app has to say', () => {
    const fields = [
      { route: '/webhooks/telegram', status: 503 },
      { route: '/api/conversations/:id/lines', status: 500, code: 'ECONNREFUSED' },
      { route: '/' },
      { kind: 'TypeError' },
      { setting: 'TRUSTED_PROXIES' },
      { setting: 'maxmemory-policy', kind: 'redis' },
      { code: 'meta-131047', count: 9_999_999 },
      { mode: 'production', port: 0 },
    ];

    const lines = written((log) => {
      for (const each of fields) log.info('request-failed', each);
    });

    expect(lines.map(({ level: _, time: __, msg: ___, ...rest }) => rest)).toEqual(fields);
  });

  it('drops an event that nobody named', () => {
    expect(written((log) => careless(log, 'I was hurt', {}))).toEqual([]);
    expect(written((log) => careless(log, 'toString', {}))).toEqual([]);
  });

  it.each([
    ['a sentence', 'he hurt me'],
    ['Khmer', 'ជួយខ្ញុំ'],
    ['a phone number', '85512345678'],
    ['a number with a sign', '+85512345678'],
    ['a platform id', 'telegram.123456789'],
    ['a token', '123456:AAF0aBcDeFgHiJkLmNoPqRsTuVwXyZ012345'],
    ['a long token', `EAA${'b'.repeat(60)}`],
    ['an e-mail address', 'a@example.org'],
    ['a conversation in a path', '/api/conversations/p00.Ab3dEf6hIj9kLm2nOp5qRs'],
    ['a query', '/chat?t=secret'],
    ['a line break', 'ok\n{"msg":"ready"}'],
    ['an object', { text: 'he hurt me' }],
    ['a list', ['he hurt me']],
    ['an error', new Error('he hurt me')],
    ['an object that pretends', { toString: () => 'ok', toJSON: () => 'he hurt me' }],
    ['a big number', 85_512_345_678],
    ['no number', Number.NaN],
    ['null', null],
  ])('drops %s in whatever field, and counts it', (_, value) => {
    const lines = written((log) => {
      for (const name of [...NAMES, 'text', 'err', 'msg', '__proto__', 'level']) {
        log.info('request-failed', JSON.parse('{}'));
        careless(log, 'request-failed', Object.fromEntries([[name, value]]));
      }
    });

    for (const { dropped, ...line } of lines) {
      expect(Object.keys(line).sort()).toEqual(['level', 'msg', 'time']);
      expect(line['msg']).toBe('request-failed');
      expect([undefined, 1]).toContain(dropped);
    }
    expect(lines.filter(({ dropped }) => dropped === 1)).toHaveLength(3 * (NAMES.length + 5));
  });

  it('never writes a canary that is hidden among fields of any names and shapes', () => {
    const canary = 'canary 7d1f';
    const hidden = fc.dictionary(
      fc.oneof(fc.constantFrom(...NAMES), fc.string()),
      fc.oneof(
        fc.constant(canary),
        fc.constant({ deep: [canary] }),
        fc.constant(`code-${canary}`),
        fc.integer(),
      ),
    );
    fc.assert(
      fc.property(hidden, (fields) => {
        const lines = written((log) => careless(log, 'unhandled', { ...fields, [canary]: canary }));
        expect(lines).toHaveLength(3);
        expect(JSON.stringify(lines)).not.toContain('canary');
      }),
    );
  });
});
