import { setFlagsFromString } from 'node:v8';
import { type Loaded, loadBundle } from '../adapters/bundle-files/load-bundle.ts';
import { type Checked, checkBundle } from '../domain/check/check-bundle.ts';
import type { Finding } from '../domain/check/rule.ts';
import { RULES } from '../domain/check/rules.ts';
import { CHANNEL_CAPS } from './channel-caps.ts';

/** A walk leaves much garbage and holds little: the heap may grow by so much before it is swept, and not fourfold. */
const GROWTH = '--heap-growing-percent=60';

type Say = (line: string) => void;

export interface CheckOptions {
  readonly folder: string;
  /** A text that no reviewer signed is a mistake too. */
  readonly production?: boolean;
  /** The bundle's id that is asked about: other files, perhaps changed this moment, do not pass for it. */
  readonly only?: string | undefined;
}

/**
 * Checks a bundle and prints what it found: mistakes in the files, or else all that breaks a rule in any state.
 *
 * @returns The exit code: 0 and one line of totals, or 1 and every finding.
 */
export async function checkFlows(options: CheckOptions, say: Say): Promise<0 | 1> {
  const { folder, production = false, only } = options;
  const began = performance.now();
  setFlagsFromString(GROWTH);
  const loaded = await loadBundle(folder);
  if (!loaded.ok) {
    for (const { file, line, what, mend } of loaded.error) say(`${file}:${line}: ${what}. ${mend}`);
    say(`${loaded.error.length} findings`);
    return 1;
  }
  const { bundle, keyedTexts } = loaded.value;
  if (only !== undefined && bundle.id !== only) {
    say('The flows were changed while they were being read. Start again.');
    return 1;
  }
  const checked = checkBundle({ bundle, texts: keyedTexts, channels: CHANNEL_CAPS });
  for (const finding of checked.findings) sayFinding(finding, loaded.value, say);
  if (checked.findings.length > 0) {
    say(`${checked.findings.length} findings`);
    return 1;
  }
  const totals = totalsOf(loaded.value, checked, (performance.now() - began) / 1000);
  if (production && unreviewedOf(loaded.value) + loaded.value.unsigned.length > 0) {
    sayUnsigned(loaded.value, say);
    say(
      `${totals}: production needs a native reviewer's signature on every text and a sign-off of every flow`,
    );
    return 1;
  }
  say(totals);
  return 0;
}

function sayFinding(finding: Finding, { lineOf }: Loaded, say: Say): void {
  const { rule, file, path, what, mend, talk } = finding;
  const serves = RULES.find(({ id }) => id === rule)?.serves.join(' ') ?? '';
  say(`${file}:${lineOf(file, path)}: ${what}. ${mend} [${[rule, serves].join(' ').trim()}]`);
  for (const line of talk) say(`    ${line}`);
}

/** The words around the printed package are signed like every other text. */
function unreviewedOf({ unreviewed, paper }: Loaded): number {
  return unreviewed + paper.unreviewed;
}

function sayUnsigned({ unsigned, missing, paper }: Loaded, say: Say): void {
  for (const { flow, hash } of unsigned) {
    say(`flows/${flow}.yaml: nobody answers for it as it stands. A sign-off carries hash: ${hash}`);
  }
  for (const { language, key } of [...missing, ...paper.missing]) {
    say(`locales/${language}: ${key} is not reviewed as it stands. npm run flows -- review`);
  }
}

function totalsOf(loaded: Loaded, checked: Checked, s: number) {
  const { bundle, texts, paper, unsigned } = loaded;
  const steps = [...bundle.flows.values()].reduce((sum, flow) => sum + flow.steps.size, 0);
  return [
    `${bundle.flows.size} flows`,
    `${steps} steps`,
    `${checked.states} states walked`,
    `${bundle.languages.length} languages`,
    `${CHANNEL_CAPS.size} channels`,
    `${texts + paper.texts} texts`,
    `${unreviewedOf(loaded)} unreviewed`,
    `${unsigned.length} flows unsigned`,
    `${checked.applied.size} rules`,
    `${s.toFixed(1)} s`,
  ].join(', ');
}
