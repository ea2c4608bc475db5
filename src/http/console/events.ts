import type { Viewer } from '../../app/desk-types.ts';
import { isAvailable, noteAlive, noteLocked, renewPresence } from '../../app/staff/presence.ts';
import { may } from '../../domain/staff/policy.ts';
import type { Role } from '../../domain/staff/roles.ts';
import { refuse } from '../errors.ts';
import type { ServerOptions } from '../server-options.ts';
import { sse } from '../sse.ts';
import { changeFeed } from './change-feed.ts';
import type { Route } from './route.ts';
import { memberOfSession, viewerOf } from './viewer.ts';

const CHECK_MS = 500;
const RENEW_MS = 20_000;

/**
 * `GET /api/events`: `snapshot` (`LiveSnapshot`) first, then `queue` (read it anew, also because the own presence changed on
 * another page, or a pause for a flooding address, or what is written by those on duty) and `change` (`LiveEvent`) as server-sent events. Who may see a change is asked when it is delivered, of the account as it is then; within a second of sign-out, disabling or drain the
 * connection ends.
 */
export function eventsRoute(options: ServerOptions): Route {
  const { documents, now = Date.now } = options;
  return {
    method: 'get',
    path: '/events',
    act: 'listen',
    run: async ({ request, response }) => {
      if (options.draining?.aborted) return refuse(response, 503, 'draining');
      const sid = request.sessionID;
      const stream = sse(request, response);
      let role: Role | null = null;
      const seat = async () => {
        const found = await memberOfSession(documents, sid, now()).catch(() => null);
        // In another role other things are theirs to see: the page begins anew, and reads all of it again.
        role ??= found?.member.role ?? null;
        if (found?.member.role === role) return found;
        stream.end();
        return null;
      };
      const viewer = async () => {
        const found = await seat();
        return found === null ? null : viewerOf(found.member);
      };
      const alive = async () => {
        const found = await seat();
        if (found === null || !may(found.member.role, 'set-presence')) return;
        const at = viewerOf(found.member);
        const leaseNow = await options.storeNow();
        // Nobody is told of an open desk at which nobody sits.
        if (found.locked) return noteLocked(documents, at.id, leaseNow);
        await noteAlive(documents, at.id, leaseNow);
        await renewPresence(documents, at.id, leaseNow);
        await duty(at);
        if (may(at.role, 'reply')) await options.desk.renewDrafts(at);
      };
      const feed = changeFeed({ desk: options.desk, viewer, send: stream.send });
      const duty = dutyWatch(options, feed.queue);
      alive().catch(() => undefined);
      const presence = presenceWatch(options, feed.queue);
      const frictions = frictionWatch(options, feed.queue);
      const check = async () => {
        const at = await viewer();
        if (at !== null) await Promise.all([presence(at), frictions(at)]);
      };
      // From the first moment, so that no change is missed between the page's first read and the first look here.
      check().catch(() => undefined);
      const stop = [
        options.subscribe(feed.changed),
        every(CHECK_MS, check),
        every(RENEW_MS, alive),
        onAbort(options.draining, stream.end),
        feed.stop,
      ];
      stream.onEnd(() => {
        for (const end of stop) end();
      });
      feed.begin();
    },
  };
}

/** Tells the page when its person came or went, or writes other languages, by another page of theirs, in whichever process, or a lease ended. */
function presenceWatch({ documents, storeNow }: ServerOptions, tell: () => void) {
  let before: string | null = null;
  return async ({ id, role, writes = [] }: Viewer): Promise<void> => {
    if (!may(role, 'set-presence')) return;
    const mark = `${await isAvailable(documents, id, await storeNow())} ${writes}`;
    if (before !== null && before !== mark) tell();
    before = mark;
  };
}

/**
 * Tells the page that other languages are written by those who take chats now than a look ago: the marks on its cards say so.
 * Once more at the next look, since the process that the page then asks may know it a second later.
 */
function dutyWatch({ desk }: ServerOptions, tell: () => void) {
  let before: string | null = null;
  let again = false;
  return async ({ role }: Viewer): Promise<void> => {
    if (!may(role, 'see-queue')) return;
    const mark = await desk.dutyMark();
    const changed = before !== null && before !== mark;
    if (changed || again) tell();
    [before, again] = [mark, changed];
  };
}

/** Tells a supervisor's page of a pause that began, was made longer or was ended, in whichever process. */
function frictionWatch({ desk }: ServerOptions, tell: () => void) {
  let before: string | null = null;
  return async (viewer: Viewer): Promise<void> => {
    const mark = await desk.frictionMark(viewer);
    if (before !== null && before !== mark) tell();
    before = mark;
  };
}

/** Repeats until stopped, never twice at a time; a failure is tried again at the next turn. */
function every(ms: number, act: () => Promise<unknown>): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    act()
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, ms);
  return () => clearInterval(timer);
}

function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  signal?.addEventListener('abort', act);
  return () => signal?.removeEventListener('abort', act);
}
