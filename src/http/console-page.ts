import { type Request, type Response, Router } from 'express';
import { notFound } from './errors.ts';
import { nonceOf } from './headers.ts';
import type { ConsoleState } from './server-options.ts';
import { type StaticFile, sendFile, staticFiles } from './static-files.ts';

export interface ConsolePageOptions {
  readonly consoleDir: string;
  consoleState(): ConsoleState;
  /** The helpline's time zone, in which the console writes times. */
  readonly zone?: string;
}

/** `/console`: the built files, and its one page for every other path below. */
export function consolePage(options: ConsolePageOptions): Router {
  const files = staticFiles(options.consoleDir);
  const router = Router();
  router.get('/{*path}', async (request, response, next) => {
    const path = decodedPath(request.path);
    const file = path.endsWith('.html') ? null : await files(path.slice(1));
    if (file !== null) return sendAsset(request, response, path, file);
    if (path.startsWith('/assets/')) return next();
    const state = options.consoleState();
    const shown = state === 'ready' || state === 'failed';
    const page = shown ? await files('index.html') : null;
    if (page === null) return waitPage(response, state);
    const text = page.body.toString('utf8').replaceAll('__CSP_NONCE__', nonceOf(response));
    response.type('html').send(text.replace('__HELPLINE_ZONE__', options.zone ?? ''));
  });
  router.use(notFound);
  return router;
}

function sendAsset(request: Request, response: Response, path: string, file: StaticFile): void {
  // The build names its assets by their content.
  if (path.startsWith('/assets/')) {
    response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  }
  sendFile(request, response, file);
}

/** A path that cannot be decoded leads nowhere. */
function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '/assets/';
  }
}

type Waits = 'wait' | 'store-away' | 'failed';

const WORDS: Readonly<Record<Waits, { readonly km: string; readonly en: string }>> = {
  wait: {
    km: 'កំពុងរៀបចំ។ សូមរង់ចាំបន្តិច ទំព័រនេះនឹងបើកដោយខ្លួនឯង។',
    en: 'The console is being prepared. Please wait a moment; this page opens by itself.',
  },
  'store-away': {
    km: 'កន្លែងផ្ទុកទិន្នន័យមិនទាន់ឆ្លើយតបទេ។ សូមប្រាប់អ្នកបច្ចេកទេស។ ទំព័រនេះនឹងបើកដោយខ្លួនឯង។',
    en: 'The server waits for its store (Redis), and takes nothing in until then. Please tell your technician; this page opens by itself.',
  },
  failed: {
    km: 'មិនអាចរៀបចំទំព័រនេះបានទេ។ សូមប្រាប់អ្នកបច្ចេកទេស។',
    en: 'The console could not be prepared. Please tell your technician; the log says why.',
  },
};

function waitPage(response: Response, state: ConsoleState): void {
  const words = WORDS[state === 'failed' || state === 'store-away' ? state : 'wait'];
  const again = state === 'failed' ? '' : '<meta http-equiv="refresh" content="3">';
  response
    .status(503)
    .setHeader('retry-after', '3')
    .type('html')
    .send(`<!doctype html>
<html lang="km"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${again}
<title>Tvear</title><style nonce="${nonceOf(response)}">
:root{color-scheme:light dark}body{font:1.05rem/1.7 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;margin:0 auto;padding:1rem;max-width:34rem;text-align:center}
</style></head><body><main><p lang="km">${words.km}</p><p lang="en">${words.en}</p></main></body></html>`);
}
