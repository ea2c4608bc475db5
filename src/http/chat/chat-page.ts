import type { RequestHandler } from 'express';
import { sendFile, staticFiles } from '../static-files.ts';

/** A page that says nothing of where its reader came from. */
const NEUTRAL_URL = 'https://www.wikipedia.org/';

/** `GET /chat` and the few files beside it. */
export function chatPage(chatDir: string, neutralUrl = NEUTRAL_URL): RequestHandler {
  const files = staticFiles(chatDir);
  const neutral = new URL(neutralUrl).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return async (request, response, next) => {
    const name = request.path === '/' ? 'index.html' : request.path.slice(1);
    if (!/^(index\.html|[a-z]+\.(css|js))$/.test(name)) return next();
    const file = await files(name);
    if (file === null) return next();
    if (name !== 'index.html') return sendFile(request, response, file);
    response.type('html').send(file.body.toString('utf8').replaceAll('__NEUTRAL_URL__', neutral));
  };
}
