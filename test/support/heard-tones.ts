import type { Page } from 'playwright-core';

/** Runs in the page before all else: remembers the pitch of every note that was made while the speaker ran. */
export const HEAR_TONES = `
  window.heard = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) {
    if (this.context.state === 'running') window.heard.push(this.frequency.value);
    return start.apply(this, at);
  };`;

/** How many notes were heard; of one pitch, where it is given. */
export async function notesHeard(page: Page, pitch?: number): Promise<number> {
  const which = pitch === undefined ? 'true' : `note === ${pitch}`;
  return Number(await page.evaluate(`window.heard.filter((note) => ${which}).length`));
}
