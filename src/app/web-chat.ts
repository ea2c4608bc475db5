import type { Input } from '../domain/conversation/input.ts';
import type { InboundEvent } from '../ports/channel.ts';
import type { ConversationId, StoredConversation } from '../ports/conversation-store.ts';
import type { Json } from '../ports/documents.ts';
import type { DataKey } from '../ports/vault.ts';
import { feed } from './accept.ts';
import { addressKey, conversationIdOf, newConversationId } from './addressing.ts';
import { countCampaign } from './campaigns.ts';
import type { ChildDoor, PageLine } from './child-types.ts';
import type { Core } from './core.ts';
import { isAfterEnd } from './ended-talks.ts';
import { safetyTexts } from './gate.ts';
import { fetchItems, labelOf } from './page-items.ts';
import { encloseInput, openItem, openLine, openState, type SealedState } from './sealed.ts';
import { soundsLikeDistress } from './store-down.ts';
import { takeTurn } from './take-turn.ts';

/** After this long without a live connection somebody else may hold the phone: first the safety question. */
const SAFE_GAP_MS = 5 * 60_000;
const TOKEN_CHARACTERS = 22;
/** How often a live connection is noted down. */
const SEEN_EVERY_MS = 60_000;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

interface Page {
  readonly key: string;
  readonly id: ConversationId;
  readonly seen: number;
  /** Its conversation has had its first turn: from then on "not there" means "ended". */
  readonly begun: boolean;
}

/** The child's page, as the app serves it: the outbox is fetched and acknowledged instead of sent. */
export function childDoor(core: Core): ChildDoor {
  const noted = new Map<string, number>();
  return {
    async open(campaign) {
      const opened = await open(core);
      if (campaign !== undefined) core.background(() => countCampaign(core, campaign));
      return opened;
    },
    async send(token, message) {
      const page = await pageOf(core, token);
      if (page === null) return 'unknown';
      const input = inputOf(core, message);
      if (input === null) return 'ok';
      const stored = await core.store.get(page.id);
      if (stored?.owner.kind === 'nobody' && !isAfterEnd(input)) return 'ended';
      const fed = await feed(core, page.id, `page/${message.id}`, input);
      return fed.kind === 'missing' ? 'ended' : 'ok';
    },
    async fetch(token) {
      const page = await pageOf(core, token);
      return page === null ? null : fetchItems(core, page);
    },
    async ack(token, ids) {
      const page = await pageOf(core, token);
      if (page !== null) await core.store.fetched(page.id, ids);
    },
    async exit(token) {
      const page = await pageOf(core, token);
      if (page !== null) await exit(core, page);
    },
    async resume(token) {
      const page = await pageOf(core, token);
      return page === null ? null : resume(core, page);
    },
    onChange: (token, listener) => onChange(core, token, listener),
    seen(token) {
      const now = performance.now();
      if (now - (noted.get(token) ?? -SEEN_EVERY_MS) < SEEN_EVERY_MS) return;
      noted.set(token, now);
      if (noted.size > 10_000) noted.clear();
      core.background(() => noteSeen(core, token));
    },
    safety: (said) => (said === null || soundsLikeDistress(core, said) ? safetyTexts(core) : []),
  };
}

async function open(core: Core): Promise<{ token: string }> {
  const token = core.random(TOKEN_CHARACTERS);
  const address = { channel: 'web' as const, id: token };
  const to = addressKey(core, 'web', token);
  const candidate = newConversationId(core, to);
  const now = await core.store.now();
  // The page is known before its conversation exists: a crash in between leaves a page without one, never the reverse.
  const page = { key: pageKey(core, token), id: candidate, seen: now, begun: false };
  await core.documents.put(page.key, documentOf(page), 0, core.limits.retentionMs);
  const [accepted] = await core.store.accept([
    {
      to: { address: to, candidate },
      dedupe: core.vault.hash('dedupe', `web|${token}|open`),
      dedupeMs: core.limits.dedupeMs,
      input: await encloseInput(
        core.vault,
        { to, address, input: { kind: 'opened' }, at: now },
        now + core.limits.retentionMs,
      ),
      lease: { worker: core.worker, ms: core.limits.leaseMs },
    },
  ]);
  const taken = accepted?.kind === 'leased' ? await takeTurn(core, accepted.turn) : null;
  if (taken?.kind === 'taken') await note(core, { ...page, begun: true });
  return { token };
}

function inputOf(
  core: Core,
  message: { readonly id: string; readonly text?: string; readonly choice?: string },
): InboundEvent['input'] | null {
  if (message.choice !== undefined) return { kind: 'choice', id: message.choice };
  const text = message.text?.trim() ?? '';
  if (text === '') return null;
  return { kind: 'text', text, ref: core.vault.hash('ref', `web|${message.id}`) } satisfies Input;
}

async function pageOf(core: Core, token: string): Promise<Page | null> {
  if (!TOKEN.test(token)) return null;
  const key = pageKey(core, token);
  const value = (await core.documents.get(key))?.value;
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  const id = typeof value['id'] === 'string' ? conversationIdOf(value['id']) : undefined;
  const seen = typeof value['seen'] === 'number' ? value['seen'] : 0;
  return id === undefined ? null : { key, id, seen, begun: value['begun'] === true };
}

/** The token itself is nowhere in the store. */
function pageKey(core: Core, token: string): string {
  return `page/${core.vault.hash('session', token)}`;
}

/** The way out is taken on the server first; what was still to be shown is dropped with it. */
async function exit(core: Core, page: Page): Promise<void> {
  await feed(core, page.id, `exit/${core.random(8)}`, { kind: 'choice', id: 'exit' });
  const left = await core.store.outbox(page.id);
  if (left !== null)
    await core.store.fetched(
      page.id,
      left.items.map(({ id }) => id),
    );
  await core.documents.delete(page.key);
}

async function resume(
  core: Core,
  page: Page,
): Promise<{ mode: 'ask' } | { mode: 'lines'; lines: readonly PageLine[] } | null> {
  const stored = await core.store.get(page.id);
  const opened = stored === null ? null : await openState(core.vault, stored);
  if (stored === null || opened === null || opened.sealed.state.ended !== null) return null;
  const now = await core.store.now();
  const unanswered = opened.sealed.state.marks.returned !== undefined;
  if (unanswered || now - page.seen > SAFE_GAP_MS) {
    await feed(core, page.id, `returned/${core.random(8)}`, { kind: 'returned' });
    await note(core, { ...page, seen: now });
    return { mode: 'ask' };
  }
  const lines = await linesOf(core, stored, opened);
  // A question that was acknowledged before the reload has lost its buttons with the page: it is asked again.
  const asks = opened.sealed.state.talk.asked !== null;
  if (asks) await feed(core, page.id, `reloaded/${core.random(8)}`, { kind: 'opened' });
  return { mode: 'lines', lines };
}

/** What was said already; what still waits in the outbox is fetched, and must not show twice. */
async function linesOf(
  core: Core,
  stored: StoredConversation,
  opened: { readonly key: DataKey; readonly sealed: SealedState },
): Promise<PageLine[]> {
  const { id } = stored;
  const [lines, outbox] = await Promise.all([core.store.lines(id), core.store.outbox(id)]);
  const language = opened.sealed.state.language ?? 'km';
  const said = lines.flatMap(({ body }): PageLine[] => {
    const line = openLine(core.vault, opened.key, id, body);
    if (line === null || line.from === 'note' || line.from === 'event') return [];
    const label = labelOf(core, language, line.alias ?? null);
    return [{ from: line.from, label, text: line.text, at: line.at, language }];
  });
  const unseen = (outbox?.items ?? []).flatMap((item) => {
    const parts = openItem(core.vault, opened.key, id, item)?.message?.parts ?? [];
    return parts.map((part) => (part.kind === 'text' ? part.text : part.lead));
  });
  return withoutLast(said, unseen);
}

function withoutLast(said: readonly PageLine[], unseen: readonly string[]): PageLine[] {
  const left = [...said];
  for (const text of unseen.toReversed()) {
    const at = left.findLastIndex((line) => line.from !== 'child' && line.text === text);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function onChange(core: Core, token: string, listener: () => void): () => void {
  let id: ConversationId | null = null;
  core.background(async () => {
    id = (await pageOf(core, token))?.id ?? null;
    listener();
  });
  return core.store.subscribe((change) => {
    if (change.id === id) listener();
  });
}

async function noteSeen(core: Core, token: string): Promise<void> {
  const page = await pageOf(core, token);
  if (page === null) return;
  const [now, stored] = await Promise.all([core.store.now(), core.store.get(page.id)]);
  await note(core, { ...page, seen: now, begun: page.begun || stored !== null });
}

/** A page that was left meanwhile stays left. */
async function note(core: Core, page: Page): Promise<void> {
  const before = await core.documents.get(page.key);
  if (before === null) return;
  await core.documents.put(page.key, documentOf(page), before.version, core.limits.retentionMs);
}

function documentOf({ id, seen, begun }: Page): Json {
  return { id, seen, begun };
}
