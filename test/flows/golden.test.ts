import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';
import { playScript } from '../../src/domain/flow/script.ts';

const FOLDER = join(import.meta.dirname);
const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle of the repository does not load');
const { bundle } = loaded.value;

const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const transcripts = folders.flatMap(({ name: flow }) =>
  readdirSync(join(FOLDER, flow))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => ({ flow, file, language: file.split('.').at(-2) ?? '' })),
);

describe('golden transcripts', () => {
  for (const flow of bundle.flows.keys()) {
    for (const language of bundle.languages) {
      it(`tells the talk of ${flow} in ${language}`, () => {
        const told = transcripts.filter((one) => one.flow === flow && one.language === language);
        expect(told.length).toBeGreaterThan(0);
      });
    }
  }

  it.each(transcripts)('$flow/$file is what the engine says', ({ flow, file, language }) => {
    const written = readFileSync(join(FOLDER, flow, file), 'utf8');
    expect(playScript(bundle, language, written)).toBe(written);
  });
});
