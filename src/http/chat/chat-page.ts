import type { RequestHandler } from 'express';
import { allowFrames } from '../headers.ts';
import { type StaticFile, sendFile, staticFiles } from '../static-files.ts';

/** A page that says nothing of where its reader came from. */
const NEUTRAL_URL = 'https://www.wikipedia.org/';

/** A line above everything, in each language: that this is a trial. */
export interface Notice {
  readonly language: string;
  readonly text: string;
}

export interface ChatPageOptions {
  readonly chatDir: string;
  readonly neutralUrl?: string;
  readonly notices?: readonly Notice[];
  readonly embedParents?: readonly string[];
}

/** `GET /chat`, the few files beside it, and `GET /chat/embed.js` where other pages may hold it. */
export function chatPage(options: ChatPageOptions): RequestHandler {
  const files = staticFiles(options.chatDir);
  const { embedParents = [], notices = [] } = options;
  const neutral = new URL(options.neutralUrl ?? NEUTRAL_URL).href;
  const notice = notices
    .map(({ language, text }) => `<p class="trial" lang="${language}">${escapeHtml(text)}</p>`)
    .join('');
  const index: RequestHandler = async (_request, response, next) => {
    const file = await files('index.html');
    if (file === null) return next();
    allowFrames(response, embedParents);
    const page = filled(file, escapeHtml(neutral)).replace(
      '<!-- notice -->',
      () => notice && `<aside>${notice}</aside>`,
    );
    response.type('html').send(page);
  };
  const embed: RequestHandler = async (_request, response, next) => {
    const file = embedParents.length === 0 ? null : await files('embed.js');
    if (file === null) return next();
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    response.setHeader('cache-control', 'public, max-age=300');
    response.type('js').send(filled(file, neutral.replaceAll("'", '%27')));
  };
  return async (request, response, next): Promise<void> => {
    const name = request.path === '/' ? 'index.html' : request.path.slice(1);
    if (name === 'index.html') return void (await index(request, response, next));
    if (name === 'embed.js') return void (await embed(request, response, next));
    if (!/^[a-z]+\.(css|js)$/.test(name)) return next();
    const file = await files(name);
    if (file === null) next();
    else sendFile(request, response, file);
  };
}

function filled(file: StaticFile, neutral: string): string {
  return file.body.toString('utf8').replaceAll('__NEUTRAL_URL__', () => neutral);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
