import { z } from 'zod';
import type { Redis } from './connect.ts';
import { redisErrorOf } from './redis-error.ts';
import { parse, TextList } from './replies.ts';

/** A setting of the server that breaks a promise. */
export interface ServerFinding {
  readonly setting: string;
  /** `hidden` when the server does not tell (managed services). */
  readonly is: string;
  readonly should: string;
  readonly why: string;
  /** What to do, in one command or one line of its configuration. */
  readonly mend: string;
}

const WANTED = [
  {
    setting: 'appendonly',
    should: 'yes',
    why: 'Without it, a restart of the server loses messages that children were told we have.',
  },
  {
    setting: 'appendfsync',
    should: 'always',
    why: 'Otherwise a power cut loses up to a second of messages that children were told we have.',
  },
  {
    setting: 'maxmemory-policy',
    should: 'noeviction',
    why: 'Otherwise a full server throws conversations away in silence.',
  },
  {
    setting: 'slowlog-log-slower-than',
    should: '-1',
    why: 'Otherwise the slow log keeps commands with their content longer than we promise.',
  },
] as const;

const LEAST_VERSION = 7;

/** What is unsafe about the server, worst first; nothing when it may hold conversations. */
export async function checkRedisServer(redis: Redis): Promise<readonly ServerFinding[]> {
  const settings = WANTED.map(async (wanted) => {
    const is = await settingOf(redis, wanted.setting);
    if (is === wanted.should) return [];
    return [{ ...wanted, is, mend: mendOf(wanted.setting, wanted.should, is) }];
  });
  return (await Promise.all([version(redis), ...settings])).flat();
}

async function settingOf(redis: Redis, setting: string): Promise<string> {
  const reply = await redis.send(['CONFIG', 'GET', setting]).catch(hidden([]));
  return parse(TextList, reply, 'CONFIG GET')[1] ?? 'hidden';
}

/** A server that refuses to tell hides it; one that is away has not refused anything. */
function hidden<T>(instead: T): (error: unknown) => T {
  return (error) => {
    const { code } = redisErrorOf(error);
    if (code === 'offline' || code === 'timeout') throw error;
    return instead;
  };
}

function mendOf(setting: string, should: string, is: string): string {
  if (is === 'hidden') return `Ask whoever runs the server to set "${setting} ${should}".`;
  return `redis-cli CONFIG SET ${setting} ${should}, and the same in redis.conf`;
}

async function version(redis: Redis): Promise<readonly ServerFinding[]> {
  const reply = await redis.send(['INFO', 'server']).catch(hidden(''));
  const info = parse(z.string(), reply, 'INFO');
  const is = /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'hidden';
  if (Number.parseInt(is, 10) >= LEAST_VERSION) return [];
  const why = 'The scripts use commands that older servers do not have.';
  return [{ setting: 'version', is, should: '7.0 or later', why, mend: 'Use Redis 7 or Valkey.' }];
}
