import { loadBundle } from '../adapters/bundle-files/load-bundle.ts';

/**
 * Checks a bundle and prints what it found.
 *
 * @returns The exit code: 0 and one line of totals, or 1 and every finding.
 */
export async function checkFlows(
  folder: string,
  production: boolean,
  say: (line: string) => void,
): Promise<0 | 1> {
  const began = performance.now();
  const loaded = await loadBundle(folder);
  if (!loaded.ok) {
    for (const { file, line, what, mend } of loaded.error) say(`${file}:${line}: ${what}. ${mend}`);
    say(`${loaded.error.length} findings`);
    return 1;
  }
  const { bundle, texts, unreviewed } = loaded.value;
  const steps = [...bundle.flows.values()].reduce((sum, flow) => sum + flow.steps.size, 0);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const totals = `${bundle.flows.size} flows, ${steps} steps, ${bundle.languages.length} languages, ${texts} texts, ${unreviewed} unreviewed, ${seconds} s`;
  if (production && unreviewed > 0) {
    say(`${totals}: production needs a native reviewer's signature on every text`);
    return 1;
  }
  say(totals);
  return 0;
}
