import express, { type RequestHandler, Router } from 'express';
import { notFound, refuse } from '../errors.ts';
import { isOwnOrigin, type Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { needsToken } from './bearer.ts';
import { chatAck } from './chat-ack.ts';
import { chatExit } from './chat-exit.ts';
import { chatPage } from './chat-page.ts';
import { chatPoll } from './chat-poll.ts';
import { chatResume } from './chat-resume.ts';
import { chatSend } from './chat-send.ts';
import { chatStart } from './chat-start.ts';
import { chatStream } from './chat-stream.ts';
import { CHAT_LIMITS, chatLimits } from './limits.ts';
import { whenDown } from './when-down.ts';

/** `/chat`: the page of a child, and what it asks of us. */
export function chatRoutes(options: ServerOptions, site: Site): Router {
  const { child } = options;
  const limits = { ...CHAT_LIMITS, ...options.chatLimits };
  const { byAddress, byToken, forAll } = chatLimits(child);
  const router = Router();
  router.get('/{*path}', chatPage(options));
  const api = Router();
  api.use(notForeign(site), express.json({ limit: '64kb', inflate: false }));
  api.post('/start', byAddress(limits.startsOfAddress), forAll(limits.starts), chatStart(child));
  // Leaving is never slowed down.
  api.post('/exit', needsToken, chatExit(child));
  api.use(byAddress(limits.ofAddress), needsToken);
  api.post('/send', byToken(limits.sendsOfToken), forAll(limits.sends), chatSend(child));
  api.post('/stream', byToken(60), chatStream(child, options.draining));
  api.post('/poll', byToken(120), chatPoll(child));
  api.post('/ack', byToken(240), chatAck(child));
  api.post('/resume', byToken(30), chatResume(child));
  api.use(whenDown(child, options.log));
  router.use('/api', api);
  router.use(notFound);
  return router;
}

/** Another site's page may not speak here. No cookie is at stake, so a missing Origin is let through. */
function notForeign(site: Site): RequestHandler {
  return (request, response, next) => {
    if (request.get('origin') === undefined || isOwnOrigin(site, request)) return next();
    refuse(response, 403, 'foreign-origin');
  };
}
