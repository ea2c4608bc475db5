import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { envExample } from '../../src/config/env-example.ts';
import { SETTINGS } from '../../src/config/schema.ts';
import { readSettings } from '../../src/config/settings.ts';

const nothing = () => '';

describe('envExample', () => {
  it('is what .env.example holds', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });

  it('explains every setting, and its defaults are the real ones', () => {
    const uncommented = envExample().replace(/^# (?=[A-Z_]+=)/gm, '');
    const env = parseEnv(uncommented);

    expect(Object.keys(env).sort()).toEqual(Object.keys(SETTINGS).sort());
    for (const schema of Object.values(SETTINGS)) expect(schema.description).toMatch(/\S/);
    expect(readSettings(env, nothing)).toEqual(readSettings({}, nothing));
  });
});
