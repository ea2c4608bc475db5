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
import { limitByAddress, limitByToken } from './limits.ts';

/** `/chat`: the page of a child, and what it asks of us. */
export function chatRoutes(options: ServerOptions, site: Site): Router {
  const { child } = options;
  const router = Router();
  router.get('/{*path}', chatPage(options.chatDir, options.neutralUrl, options.notices));
  const api = Router();
  api.use(notForeign(site), express.json({ limit: '64kb', inflate: false }));
  api.post('/start', limitByAddress(120), chatStart(child));
  // Leaving is never slowed down.
  api.post('/exit', needsToken, chatExit(child));
  api.use(limitByAddress(3_000), needsToken);
  api.post('/send', limitByToken(90), chatSend(child));
  api.post('/stream', limitByToken(60), chatStream(child, options.draining));
  api.post('/poll', limitByToken(120), chatPoll(child));
  api.post('/ack', limitByToken(240), chatAck(child));
  api.post('/resume', limitByToken(30), chatResume(child));
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
