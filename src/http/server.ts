import { createServer as createHttpServer, type Server } from 'node:http';
import type { Request, Response } from 'express';
import { noteFailure } from './errors.ts';
import { consoleApp } from './express-app.ts';
import type { ServerOptions } from './server-options.ts';
import { webhook } from './webhook.ts';

/**
 * The server of the outside surface, not yet listening: webhooks in a bare handler before Express, everything else
 * in it. A request must arrive whole within 15 s, its headers within 10 s.
 */
export function createServer(options: ServerOptions): Server {
  const door = webhook(options);
  const app = consoleApp(options);
  const server = createHttpServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 30_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    (request, response) => {
      if (door(request, response)) return;
      const [asked, answer] = [request as Request, response as Response];
      // What fails after the answer, such as putting a session's idle limit off: Express itself would print it whole.
      app(asked, answer, (error: unknown) => {
        if (error !== undefined) noteFailure(options.log, asked, error, 500);
      });
    },
  );
  server.maxRequestsPerSocket = 10_000;
  return server;
}
