import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/app/desk-types.ts';
import type { Member } from '../../../src/app/staff/member.ts';
import { may, POLICY } from '../../../src/domain/staff/policy.ts';
import { ROLES, type Role } from '../../../src/domain/staff/roles.ts';
import { Account } from '../../../src/http/api.ts';
import type { Route } from '../../../src/http/console/route.ts';
import { OPERATIONS } from '../../../src/http/openapi/document.ts';
import { type DeskHttpWorld, deskHttpWorld, missingId } from '../../support/desk-http-world.ts';
import { browser } from '../../support/http-world.ts';
import { nameOf, tableOfRoutes } from '../../support/route-list.ts';

/**
 * Role x route x object, made from the route table. A new route is covered as soon as it is in the table; it needs an act of
 * the policy, an entry in `src/http/openapi/*-operations.ts` with a body that is taken, and, when its `:id` names something
 * new, a line in OBJECTS.
 */
type ObjectKind = 'conversation' | 'session' | 'passkey' | 'shared';
const OBJECTS: Readonly<Record<string, ObjectKind>> = {
  '/queue/:id': 'conversation',
  '/conversations/:id': 'conversation',
  '/me/sessions/:id': 'session',
  '/me/passkeys/:id': 'passkey',
  // The same for everyone who may see them at all.
  '/staff/:id': 'shared',
  '/services/:id': 'shared',
  '/frictions/:id': 'shared',
  '/campaigns/:id': 'shared',
};

/** Where someone else's conversation is not answered like a missing one, and why. */
const NOT_HIDDEN: Readonly<Record<string, string>> = {
  'post /queue/:id/claim': 'two claim at once, and the one who loses learns who has the child',
  'post /conversations/:id/observe': 'a supervisor begins to read along in what is not theirs',
};
/** What has no sense in a conversation of one's own. */
const NOT_FOR_OWN = ['post /conversations/:id/observe'];

const staffed = tableOfRoutes().flatMap((route) =>
  route.act === 'anyone' ? [] : [{ ...route, act: route.act }],
);
const kindOf = ({ path }: Pick<Route, 'path'>): ObjectKind | undefined =>
  Object.entries(OBJECTS).find(([prefix]) => path.startsWith(prefix))?.[1];
const ofConversations = staffed.filter((route) => kindOf(route) === 'conversation');

let world: DeskHttpWorld;
const people = new Map<string, { page: ReturnType<typeof browser>; member: Member }>();

beforeAll(async () => {
  world = await deskHttpWorld();
  for (const name of [...ROLES, 'somebody']) {
    const role = ROLES.find((one) => one === name) ?? 'counsellor';
    const member = await world.http.member(`${name}-one`, role);
    const page = browser(world.http.origin);
    await page.signIn(member.name);
    people.set(name, { page, member });
  }
});
afterAll(() => world.close());

function person(name: string) {
  const found = people.get(name);
  if (found === undefined) throw new Error(name);
  const { id, alias, role } = found.member;
  return { ...found, viewer: { id, alias, role } satisfies Viewer };
}

let acts = 0;
/** The example of the document, under a key of its own, so that no call is taken for a repetition. */
function bodyFor(route: Route): unknown {
  const example = OPERATIONS[nameOf(route)]?.example;
  if (typeof example !== 'object' || example === null || !('key' in example)) return example;
  acts += 1;
  return { ...example, key: `matrix-${String(acts).padStart(12, '0')}` };
}

/** All that could tell two answers apart, but for what is drawn or counted anew with each. */
async function answerOf(role: string, route: Route, id: string) {
  const path = `/api${route.path.replace(':id', id)}`;
  const response = await person(role).page.call(route.method.toUpperCase(), path, bodyFor(route));
  const headers = [...response.headers]
    .filter(([name]) => name !== 'date')
    .map(([name, value]) => `${name}: ${value.replaceAll(/nonce-[^']+/g, 'nonce')}`);
  return { status: response.status, text: await response.text(), headers };
}

/** A conversation of this person's, a new one when an act took the last away. */
const own = new Map<Role, string>();
async function ownOf(role: Role): Promise<string> {
  const { viewer } = person(role);
  const known = own.get(role);
  const owner = known === undefined ? undefined : (await world.stored(known))?.owner;
  if (known !== undefined && owner?.kind === 'counsellor' && owner.id === viewer.id) return known;
  const id = await world.held(viewer);
  own.set(role, id);
  return id;
}

describe('23: role x route x object', () => {
  it('has a policy for every route, and knows what each :id names', () => {
    const lost = staffed.filter(({ act }) => (POLICY[act] ?? []).length === 0).map(nameOf);
    const unknown = staffed.filter((route) => route.path.includes(':') && !kindOf(route));

    expect(lost, 'routes without a policy').toEqual([]);
    expect(unknown.map(nameOf), 'add what their :id names to OBJECTS').toEqual([]);
    expect(ofConversations.length).toBeGreaterThan(10);
    for (const name of [...Object.keys(NOT_HIDDEN), ...NOT_FOR_OWN]) {
      expect(ofConversations.map(nameOf)).toContain(name);
    }
  });

  it.each(ROLES)(
    '%s: someone else’s conversation is answered like one that is not there',
    async (role) => {
      const theirs = await world.held(person('somebody').viewer);
      const wrong: unknown[] = [];
      for (const route of ofConversations) {
        if (nameOf(route) in NOT_HIDDEN) continue;
        const before = (await world.stored(theirs))?.version;
        const [other, missing] = [
          await answerOf(role, route, theirs),
          await answerOf(role, route, missingId()),
        ];
        const status = may(role, route.act) ? 404 : 403;
        const same = JSON.stringify(other) === JSON.stringify(missing) && other.status === status;
        const untouched = (await world.stored(theirs))?.version === before;
        if (!same || !untouched) wrong.push({ route: nameOf(route), other, missing, untouched });
      }

      expect(wrong).toEqual([]);
      await world.served.close(person('somebody').viewer, theirs, `end-${role}-0123456789`);
    },
  );

  it.each(ROLES)('%s: their own answers as the policy says', async (role) => {
    const wrong: unknown[] = [];
    for (const route of ofConversations) {
      const allowed = may(role, route.act);
      const id = allowed && may(role, 'claim') ? await ownOf(role) : missingId();
      const { status, text } = await answerOf(role, route, id);
      const hidden = !may(role, 'claim') || NOT_FOR_OWN.includes(nameOf(route));
      const fits = allowed ? (status === 404) === hidden && status !== 403 : status === 403;
      if (!fits || status >= 500 || status === 400)
        wrong.push({ route: nameOf(route), status, text });
    }

    expect(wrong).toEqual([]);
  });

  it('names the one who was faster to whoever claims what a colleague has, and nothing else of it', async () => {
    const theirs = await world.held(person('somebody').viewer);
    const claim = ofConversations.find((route) => nameOf(route) === 'post /queue/:id/claim');
    if (claim === undefined) throw new Error('no claim');

    const { status, text } = await answerOf('counsellor', claim, theirs);
    expect([status, JSON.parse(text)]).toEqual([
      409,
      { error: 'already-claimed', by: person('somebody').viewer.alias },
    ]);
    expect((await answerOf('counsellor', claim, missingId())).status).toBe(404);
  });

  it('hides sessions and passkeys of others like ones that are not there', async () => {
    const sokha = person('somebody').page;
    const { sessions } = Account.parse(await (await sokha.get('/api/me/account')).json());
    const handles = { session: sessions[0]?.handle ?? '', passkey: 'a'.repeat(43) };
    for (const route of staffed) {
      const kind = kindOf(route);
      if (kind !== 'session' && kind !== 'passkey') continue;
      const other = await answerOf('admin', route, handles[kind]);
      expect(other).toEqual(await answerOf('admin', route, 'b'.repeat(43)));
      expect(other.status).toBe(404);
    }
    expect((await sokha.get('/api/session')).status).toBe(200);
  });
});
