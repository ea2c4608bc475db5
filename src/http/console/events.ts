import { noteAlive, renewPresence } from '../../app/staff/presence.ts';
import { may } from '../../domain/staff/policy.ts';
import { refuse } from '../errors.ts';
import type { ServerOptions } from '../server-options.ts';
import { sse } from '../sse.ts';
import { changeFeed } from './change-feed.ts';
import type { Route } from './route.ts';
import { memberOfSession, viewerOf } from './viewer.ts';

const CHECK_MS = 500;
const RENEW_MS = 20_000;

/**
 * `GET /api/events`: `queue` (read it anew) and `change` (`LiveEvent`) as server-sent events. Who may see a change is
 * asked when it is delivered, of the account as it is then; within a second of sign-out, disabling or drain the
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
      const viewer = async () => {
        const member = await memberOfSession(documents, sid, now()).catch(() => null);
        if (member === null) stream.end();
        return member === null ? null : viewerOf(member);
      };
      const alive = async () => {
        const at = await viewer();
        if (at === null || !may(at.role, 'set-presence')) return;
        const leaseNow = await options.storeNow();
        await noteAlive(documents, at.id, leaseNow);
        await renewPresence(documents, at.id, leaseNow);
      };
      alive().catch(() => undefined);
      const feed = changeFeed({ desk: options.desk, viewer, send: stream.send });
      const stop = [
        options.subscribe(feed.changed),
        every(CHECK_MS, viewer),
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
