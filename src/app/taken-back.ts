import type { InboundEvent } from '../ports/channel.ts';
import type { Core } from './core.ts';

/** A message that is this old when it comes may have been taken back meanwhile; a fresh one cannot. */
const FRESH_MS = 5_000;

/**
 * The events without what was taken back before it came. A platform that tries a message again, after an outage of
 * ours, may bring it behind its own unsend: then it must not appear.
 *
 * Holds the keyed hash of the message's id, for as long as platforms try again, and nothing else.
 */
export async function withoutTakenBack(
  core: Core,
  events: readonly InboundEvent[],
  now: number,
): Promise<readonly InboundEvent[]> {
  const kept: InboundEvent[] = [];
  for (const event of events) {
    const { input } = event;
    if (input.kind === 'unsent') await note(core, input.ref);
    if (!(await isTakenBack(core, event, now))) kept.push(event);
  }
  return kept;
}

async function note(core: Core, ref: string): Promise<void> {
  await core.documents.put(keyOf(core, ref), {}, 0, core.limits.dedupeMs);
}

async function isTakenBack(core: Core, { input, at }: InboundEvent, now: number): Promise<boolean> {
  if (at === null || now - at < FRESH_MS || !('ref' in input) || input.kind === 'unsent') {
    return false;
  }
  return (await core.documents.get(keyOf(core, input.ref))) !== null;
}

function keyOf(core: Core, ref: string): string {
  return `unsent/${core.vault.hash('dedupe', ref)}`;
}
