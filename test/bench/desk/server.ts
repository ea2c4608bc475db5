import process from 'node:process';
import { invite } from '../../../src/app/staff/invitations.ts';
import { readMember } from '../../../src/app/staff/member.ts';
import { deskHttpWorld } from '../../support/desk-http-world.ts';
import type { Asked, Built, Served } from './protocol.ts';

/** The real desk over HTTP in a process of its own, filled before it is measured. */
const ABREAST = 20;
const CHATTER_MS = 200;

interface Said {
  /** Whoever takes the long conversation. */
  readonly talk?: string;
  /** Whether its child goes on writing. */
  readonly chatter?: boolean;
}

process.once('message', async ({ waiting, counsellors, lines, consoleDir }: Asked) => {
  const page = consoleDir === null ? {} : { consoleDir, consoleState: () => 'ready' as const };
  const world = await deskHttpWorld({ trustedProxies: ['loopback'], ...page });
  const { app, http } = world;
  app.core.store.subscribe((change) => http.emit(change));
  // The child of the long conversation is the last of those who wait: no more than a look at the line shows.
  const others = waiting - 1;
  for (let from = 0; from < others; from += ABREAST) {
    const some = Array.from({ length: Math.min(ABREAST, others - from) });
    await Promise.all(some.map((_, at) => world.joins(`waiting-${from + at}`)));
  }
  const { now } = http;
  const tokens: string[] = [];
  for (let count = 0; count < counsellors; count += 1) {
    const made = await invite(http.documents, { role: 'counsellor', by: 'bench', now: now() });
    tokens.push(made.token);
  }
  const served: Served = { claims: [], queueReads: 0, conversations: [] };
  // Before the app, which rewrites the address.
  http.server.prependListener('request', (request, response) => {
    const from = performance.now();
    const { url = '' } = request;
    response.once('finish', () => {
      const ms = performance.now() - from;
      if (url.endsWith('/claim')) served.claims.push(ms);
      if (/^\/api\/queue(\?|$)/.test(url)) served.queueReads += 1;
      if (url.startsWith('/api/conversations/')) served.conversations.push(ms);
    });
  });
  let from = process.cpuUsage();
  let chatter: NodeJS.Timeout | undefined;
  process.on('message', async (said: Said) => {
    if (said.chatter !== undefined) {
      clearInterval(chatter);
      if (said.chatter) chatter = setInterval(() => void world.childSays('a word'), CHATTER_MS);
      process.send?.({});
      return;
    }
    if (said.talk !== undefined) {
      const member = (await readMember(http.documents, said.talk))?.member;
      if (member === undefined) throw new Error('no such counsellor');
      const id = await world.held(member);
      for (let line = 0; line < lines; line += 1) await world.childSays(`line ${line}`);
      from = process.cpuUsage();
      process.send?.({ talk: id });
      return;
    }
    const { user, system } = process.cpuUsage(from);
    process.send?.({ served, rss: process.memoryUsage().rss, cpuMs: (user + system) / 1000 });
    await world.close();
    process.disconnect();
  });
  const built: Built = { origin: http.origin, tokens };
  process.send?.(built);
});
