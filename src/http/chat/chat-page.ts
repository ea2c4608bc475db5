import type { RequestHandler } from 'express';
import { sendFile, staticFiles } from '../static-files.ts';

/** A page that says nothing of where its reader came from. */
const NEUTRAL_URL = 'https://www.wikipedia.org/';

/** A line above everything, in each language: that this is a trial. */
export interface Notice {
  readonly language: string;
  readonly text: string;
}

/** `GET /chat` and the few files beside it. */
export function chatPage(
  chatDir: string,
  neutralUrl = NEUTRAL_URL,
  notices: readonly Notice[] = [],
): RequestHandler {
  const files = staticFiles(chatDir);
  const neutral = escapeHtml(new URL(neutralUrl).href);
  const notice = notices
    .map(({ language, text }) => `<p class="trial" lang="${language}">${escapeHtml(text)}</p>`)
    .join('');
  return async (request, response, next) => {
    const name = request.path === '/' ? 'index.html' : request.path.slice(1);
    if (!/^(index\.html|[a-z]+\.(css|js))$/.test(name)) return next();
    const file = await files(name);
    if (file === null) return next();
    if (name !== 'index.html') return sendFile(request, response, file);
    const page = file.body.toString('utf8').replaceAll('__NEUTRAL_URL__', neutral);
    response.type('html').send(page.replace('<!-- notice -->', notice));
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
