import { isNumber } from '../domain/directory/service.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Core } from './core.ts';
import { listServices } from './services.ts';

export interface Readiness {
  /** Texts of the active flows that no native reader signed. */
  readonly unreviewed: number;
  /** Active flows that nobody answers for as they stand (R52). */
  readonly unsigned: number;
  /** Platforms refuse to call anything else, and a page without it can be read on the way. */
  readonly publicUrlIsHttps: boolean;
}

/** What stands between this server and children, each with its remedy. Empty: nothing. */
export async function goLiveRefusals(core: Core, ready: Readiness): Promise<readonly string[]> {
  const said: string[] = [];
  const store = await core.store.health();
  if (!store.ok) said.push(`The store is not safe: ${store.why ?? 'unknown'}. Mend it first.`);
  const keys = core.vault.health();
  if (!keys.ok) said.push(`The keys are not well: ${keys.why ?? 'unknown'}. See npm run keys.`);
  if (core.mode !== 'production') said.push('MODE is not production: set MODE=production.');
  if (!ready.publicUrlIsHttps) said.push('PUBLIC_URL is not https: put a TLS proxy in front.');
  if (ready.unreviewed > 0) {
    said.push(`${ready.unreviewed} texts are not reviewed: a native reader signs each of them.`);
  }
  if (ready.unsigned > 0) {
    said.push(`${ready.unsigned} flows are not signed off: npm run flows:check -- --production.`);
  }
  const rows = await listServices(core.documents, await core.store.now());
  for (const kind of ['police', 'helpline'] as const) {
    const verified = rows.some(
      ({ row, status }) => row.kind === kind && status === 'verified' && isNumber(row.reach),
    );
    if (!verified) said.push(`No verified ${kind} row: call the number, then npm run services.`);
  }
  return said;
}

/** The one act of a person after which children are answered. Refused with every reason at once. */
export async function goLive(
  core: Core,
  ready: Readiness,
  by: string,
): Promise<Result<void, readonly string[]>> {
  const refusals = await goLiveRefusals(core, ready);
  if (refusals.length > 0) return fail(refusals);
  const at = await core.store.now();
  await core.documents.put('settings/live', { by, at }, 0);
  await core.documents.append('audit', { what: 'went-live', by, at });
  return ok(undefined);
}
