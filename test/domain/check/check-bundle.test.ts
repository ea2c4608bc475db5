import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import { checkBundle } from '../../../src/domain/check/check-bundle.ts';
import { RULES } from '../../../src/domain/check/rules.ts';
import { CHANNEL_CAPS } from '../../../src/main/channel-caps.ts';
import { activeFolder, CORE } from '../../support/core-bundle.ts';

// The whole walk takes its time on a busy machine; how long is for the command to say.
vi.setConfig({ testTimeout: 900_000 });

async function checked(dir: string) {
  const loaded = await loadBundle(dir);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const { bundle, keyedTexts } = loaded.value;
  return checkBundle({ bundle, texts: keyedTexts, channels: CHANNEL_CAPS });
}

describe('checkBundle', () => {
  it('finds nothing in the flows of this repository, and has applied every rule', async () => {
    const { findings, applied, states } = await checked('.');

    expect(findings).toEqual([]);
    expect([...applied].filter(([, times]) => times === 0)).toEqual([]);
    expect(states).toBeGreaterThan(10_000);
  });

  it.each([['en'], ['km']])('finds nothing in the core flows with %s alone', async (language) => {
    const { findings } = await checked(await activeFolder(CORE, [language]));

    expect(findings).toEqual([]);
  });
});

describe('docs/safety-rules.md', () => {
  const rows = readFileSync('docs/safety-rules.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('lists every rule with its numbers, what is proved, and what is left to a person', () => {
    const listed = rows.map(([, id, serves, proves, person]) => ({ id, serves, proves, person }));

    expect(listed).toEqual(
      RULES.map(({ id, serves, proves, person }) => ({
        id: `\`${id}\``,
        serves: serves.join(', '),
        proves,
        person,
      })),
    );
  });

  it('says of every practice rule where it is kept', () => {
    const text = readFileSync('docs/safety-rules.md', 'utf8');
    for (let number = 1; number <= 52; number += 1) {
      expect(text).toMatch(new RegExp(`\\bR${number}\\b`));
    }
  });
});
