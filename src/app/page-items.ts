import type { OutMessage } from '../domain/conversation/message.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import type { Language } from '../domain/flow/bundle.ts';
import type { ConversationId } from '../ports/conversation-store.ts';
import type { Fetched, PageItem } from './child-types.ts';
import type { Core } from './core.ts';
import { saidIn } from './render-message.ts';
import { openItem, openState } from './sealed.ts';
import { botText } from './words.ts';

/** What a page may show now. `begun`: its conversation has had a turn, so that "not there" means "ended". */
export async function fetchItems(
  core: Core,
  { id, begun }: { readonly id: ConversationId; readonly begun: boolean },
): Promise<Fetched> {
  const [stored, outbox] = await Promise.all([core.store.get(id), core.store.outbox(id)]);
  const opened = stored === null ? null : await openState(core.vault, stored);
  const state = opened?.sealed.state;
  const asks = state?.timers.feedback !== undefined;
  const ended = state === undefined ? begun : state.ended !== null && !asks;
  const keep = !ended && state?.marks.queued !== undefined;
  const key = outbox === null ? null : await core.vault.openKey(outbox.key);
  if (outbox === null || key === null) return { items: [], ended, keep };
  const now = await core.store.now();
  const waiting = outbox.items.flatMap((item): Waiting[] => {
    const message = openItem(core.vault, key, id, item)?.message ?? null;
    return message === null ? [] : [{ id: item.id, at: item.at, message }];
  });
  const stale = waiting.filter(({ at, message }) => isStale(core, message, now - at));
  const gone = stale.map((item) => item.id);
  if (gone.length > 0) await core.store.fetched(id, gone);
  const shown = waiting.filter((item) => !stale.includes(item) && mayShow(state, item));
  const items = await Promise.all(
    shown.map((item) => pageItem(core, item.id, item.at, item.message)),
  );
  return { items, ended, keep };
}

interface Waiting {
  readonly id: string;
  readonly at: number;
  readonly message: OutMessage;
}

/** What a page did not fetch in time is not shown to whoever opens it later; a counsellor's words are. */
function isStale(core: Core, { stale }: OutMessage, age: number): boolean {
  return stale !== 'keep' && age > core.limits.staleMs;
}

/** Until the child says that it is safe, a page that came back shows only what answers whoever holds the phone. */
function mayShow(state: ConversationState | undefined, { at, message }: Waiting): boolean {
  const returned = state?.marks.returned;
  return returned === undefined || (message.answers && at >= returned);
}

async function pageItem(
  core: Core,
  id: string,
  at: number,
  message: OutMessage,
): Promise<PageItem> {
  const bundle = core.bundles.current();
  const word = (key: string) => botText(bundle, message.language, key);
  return {
    id,
    at,
    from: message.from,
    label: labelOf(core, message.language, message.alias),
    ...(await saidIn(core, message)),
    choices: message.choices,
    discreet: message.style === 'numbers',
    language: message.language,
    standing: message.standing
      ? { exit: word('standing.exit'), person: word('standing.person') }
      : null,
  };
}

export function labelOf(core: Core, language: Language, alias: string | null): string | null {
  if (alias === null) return null;
  return botText(core.bundles.current(), language, 'counsellor', { alias });
}
