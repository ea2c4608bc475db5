import type { ConversationState } from '../domain/conversation/state.ts';
import { shownRows } from '../domain/directory/choose.ts';
import { dayInCambodia, type Service } from '../domain/directory/service.ts';
import { REFERRAL_OF } from '../domain/record/record.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { feed } from './accept.ts';
import type { Core } from './core.ts';
import { look, refusal, speaker } from './desk-look.ts';
import type { ReferError, Viewer } from './desk-types.ts';
import type { Refer, ReferralView } from './refer-types.ts';
import { printCard } from './render-message.ts';
import { storedRows } from './services.ts';
import { botText } from './words.ts';

/** What a child may be referred to now: verified rows that have not run out; examples in demo mode, marked. */
export async function referrals(core: Core): Promise<readonly ReferralView[]> {
  const [rows, now] = await Promise.all([storedRows(core.documents), core.store.now()]);
  return shownRows(rows, core.mode, dayInCambodia(now)).map(({ row, example }) => ({
    ...cardOf(row),
    example,
  }));
}

function cardOf(row: Service): Omit<ReferralView, 'example'> {
  const { id, kind, scope, provinces, name, about, serves, hours, channels, cost, reach } = row;
  const { verified_on: checked, expires_on: until } = row;
  return {
    id,
    kind,
    scope,
    provinces,
    name,
    about,
    serves,
    hours,
    channels,
    cost,
    reach,
    checked,
    until,
  };
}

/**
 * Shows the child one service, as a line of whoever holds the conversation and in the child's language. The row is looked up
 * again when the line is sent; the half-filled wrap-up has the kind, and nothing else of it is kept.
 */
export async function refer(
  core: Core,
  viewer: Viewer,
  { id, key, service }: Refer,
): Promise<Result<void, ReferError>> {
  const found = await look(core, id);
  const refused = refusal(viewer, found);
  if (found === null || refused !== null) return fail(refused ?? { kind: 'missing' });
  if (found.state.callback !== null) return fail({ kind: 'unanswered' });
  if (await isClosed(core, found.state)) return fail({ kind: 'window' });
  const row = (await referrals(core)).find((one) => one.id === service);
  const language = found.state.language ?? core.bundles.current().languages[0] ?? 'km';
  const [shown] = await core.services.one(service, language);
  if (row === undefined || shown === undefined) return fail({ kind: 'unavailable' });
  const to = {
    service,
    query: { kind: row.kind, scope: row.scope },
    referral: REFERRAL_OF[row.kind],
    card: printCard(core, shown, language),
    gone: botText(core.bundles.current(), language, 'service-gone'),
  };
  const input = { kind: 'referred' as const, by: speaker(viewer), to };
  const fed = await feed(core, found.stored.id, `${viewer.id}/${key}`, input);
  if (fed.kind === 'missing') return fail({ kind: 'child-left' });
  const left = fed.kind === 'taken' && !fed.effects.some(({ kind }) => kind === 'send');
  return left ? fail({ kind: 'child-left' }) : ok(undefined);
}

/** The channel takes no more words of a counsellor: a card would never arrive, and the record would say that it had. */
async function isClosed(core: Core, { channel, marks }: ConversationState): Promise<boolean> {
  const windowMs = core.channels.get(channel)?.counsellorWindowMs;
  return windowMs !== undefined && marks.last + windowMs < (await core.store.now());
}
