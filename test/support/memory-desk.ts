import type { CardView, ConversationView, Desk, Viewer } from '../../src/app/desk-types.ts';
import { fail, ok } from '../../src/domain/result.ts';

/** A desk without an app behind it: conversations that are waiting or held, and what was said in them. */
export function memoryDesk() {
  const owners = new Map<string, string | null>();
  const said: string[] = [];
  const duty = { mark: '' };
  const sees = (viewer: Viewer, id: string): boolean => {
    const owner = owners.get(id);
    if (owner === undefined) return false;
    return owner === null || owner === viewer.id || viewer.role === 'supervisor';
  };
  const act = async (viewer: Viewer, id: string, what: string) => {
    if (!sees(viewer, id)) return fail({ kind: 'missing' as const });
    if (owners.get(id) !== viewer.id) return fail({ kind: 'not-owner' as const });
    said.push(what);
    return ok(undefined);
  };
  const desk: Desk = {
    async queue() {
      const waiting = [...owners].filter(([, owner]) => owner === null).map(([id]) => cardOf(id));
      return {
        now: 0,
        desk: 'open',
        available: false,
        breakUntil: null,
        capacity: 3,
        writes: [],
        unwritten: [],
        waiting,
        mine: [],
        offers: [],
        others: [],
        escalations: [],
        frictions: [],
      };
    },
    async conversation(viewer, id) {
      if (!sees(viewer, id)) return null;
      return conversationOf(id, owners.get(id) === viewer.id);
    },
    async claim(viewer, id) {
      const owner = owners.get(id);
      if (owner === undefined) return fail({ kind: 'missing' });
      if (owner !== null && owner !== viewer.id)
        return fail({ kind: 'already-claimed', by: 'Other' });
      owners.set(id, viewer.id);
      return ok(undefined);
    },
    say: (viewer, id, _key, text) => act(viewer, id, text),
    note: (viewer, id, _key, text) => act(viewer, id, text),
    keepDraft: (viewer, id) => act(viewer, id, 'draft'),
    canned: () => [],
    forgetDrafts: async () => {},
    renewDrafts: async () => {},
    checkIn: (viewer, id) => act(viewer, id, 'check-in'),
    release: (viewer, id) => act(viewer, id, 'release'),
    observe: (viewer, { id }) => act(viewer, id, 'observe'),
    transfer: (viewer, { id }) => act(viewer, id, 'transfer'),
    withdrawTransfer: (viewer, id) => act(viewer, id, 'withdraw'),
    answerTransfer: (viewer, { id }) => act(viewer, id, 'answer'),
    refer: (viewer, { id }) => act(viewer, id, 'refer'),
    referrals: async () => [],
    askFriction: async () => fail({ kind: 'missing' }),
    frictions: async () => [],
    frictionMark: async () => '',
    reviewFriction: async () => fail({ kind: 'missing' }),
    escalate: async (viewer, { id, act: { kind } }) =>
      sees(viewer, id)
        ? act(viewer, id, kind).then(() => ok(undefined))
        : fail({ kind: 'missing' }),
    close: (viewer, id) => act(viewer, id, 'close'),
    draftWrapUp: (viewer, id) => act(viewer, id, 'wrap-up-draft'),
    skipWrapUp: (viewer, id) => act(viewer, id, 'skip-wrap-up'),
    wrapUp: (viewer, id) => act(viewer, id, 'wrap-up'),
    versions: async (viewer) =>
      [...owners].flatMap(([id, owner]) => (owner === viewer.id ? [{ id, version: 1 }] : [])),
    dutyMark: async () => duty.mark,
    concernsDesk: async (id) => owners.has(id),
    maySee: async (viewer, id) => sees(viewer, id),
  };
  return { desk, owners, said, duty };
}

function cardOf(id: string): CardView {
  return {
    id,
    handle: 'ABCD',
    version: 1,
    band: 'other',
    reason: null,
    brief: [],
    language: 'en',
    channel: 'web',
    raised: false,
    since: 0,
  };
}

function conversationOf(id: string, mine: boolean): ConversationView {
  return {
    ...cardOf(id),
    owner: mine ? 'me' : 'queue',
    ownerAlias: null,
    mayWrite: mine,
    discreet: false,
    lines: [],
    undelivered: 0,
    observers: [],
    last: 0,
    silence: null,
    writableUntil: null,
    offer: null,
    escalation: null,
    ended: null,
    erasedAt: null,
    wrapUp: null,
    wrapUpDraft: null,
    remindAt: null,
    draft: null,
  };
}
