import express, { type Express, type RequestHandler } from 'express';
import { chatRoutes } from './chat/routes.ts';
import { consoleApi } from './console/api-router.ts';
import { consolePage } from './console-page.ts';
import { notFound, onError, refuse } from './errors.ts';
import { secureHeaders } from './headers.ts';
import { health } from './health.ts';
import { siteOf } from './origin.ts';
import type { ServerOptions } from './server-options.ts';

/** Everything but the webhooks. */
export function consoleApp(options: ServerOptions): Express {
  const site = siteOf(options.publicUrl);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', [...options.trustedProxies]);
  app.set('query parser', 'simple');
  app.use(secureHeaders(site.https));
  app.use(health(options.ready));
  app.get('/', (_request, response) => response.redirect(302, '/chat'));
  app.use('/chat', chatRoutes(options, site));
  app.use('/console', consolePage(options));
  app.use('/api', unlessAway(options), consoleApi(options, site));
  app.use(notFound);
  app.use(onError(options.log));
  return app;
}

/** Without a store nobody's session is known: that must not look like being signed out. */
function unlessAway({ consoleState }: Pick<ServerOptions, 'consoleState'>): RequestHandler {
  return (_request, response, next) => {
    if (consoleState() === 'store-away') return refuse(response, 503, 'unavailable');
    next();
  };
}
