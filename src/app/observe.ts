import { fail, ok, type Result } from '../domain/result.ts';
import { may } from '../domain/staff/policy.ts';
import { feed } from './accept.ts';
import type { Core } from './core.ts';
import { look, speaker } from './desk-look.ts';
import type { ActError, ObserveAct, OthersCardView, Viewer } from './desk-types.ts';
import { cardOf } from './desk-views.ts';
import { openState } from './sealed.ts';
import { listMembers } from './staff/member.ts';

/**
 * A supervisor begins, renews or ends reading along in a counsellor's conversation. The audit log names both people, and no
 * conversation; whoever holds it sees a mark for as long as it lasts.
 */
export async function observe(
  core: Core,
  viewer: Viewer,
  { id, key, on }: ObserveAct,
): Promise<Result<void, ActError>> {
  const found = await look(core, id);
  const owner = found?.stored.owner;
  if (found === null || owner?.kind !== 'counsellor' || owner.id === viewer.id) {
    return fail({ kind: 'missing' });
  }
  if (!may(viewer.role, 'observe')) return fail({ kind: 'missing' });
  const reads = found.state.observers?.some((one) => one.id === viewer.id) ?? false;
  if (on && !reads) {
    const at = await core.store.now();
    await core.documents.append('audit', { what: 'reads-along', by: viewer.id, who: owner.id, at });
  }
  const input = { kind: 'observed' as const, by: speaker(viewer), on };
  await feed(core, found.stored.id, `${viewer.id}/${key}`, input);
  return ok(undefined);
}

/** The live conversations of all colleagues, without a word of them; for supervisors alone. */
export async function othersOf(core: Core, viewer: Viewer): Promise<readonly OthersCardView[]> {
  if (!may(viewer.role, 'observe')) return [];
  const members = await listMembers(core.documents);
  const held = await Promise.all(
    members
      .filter(({ id }) => id !== viewer.id)
      .map(async ({ id, alias }) =>
        (await core.store.heldBy(id)).map((stored) => ({ stored, alias })),
      ),
  );
  const cards = await Promise.all(
    held.flat().map(async ({ stored, alias }) => {
      const opened = await openState(core.vault, stored);
      return opened === null ? [] : [{ ...cardOf(stored, opened.sealed.state), with: alias }];
    }),
  );
  return cards.flat();
}
