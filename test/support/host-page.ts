import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  readonly url: string;
  readonly origin: string;
  close(): void;
}

/** A page on another site, under a policy as strict as a helpline's own page may have. */
export async function hostPage(
  markup: (chat: string) => string,
  chat: () => string,
): Promise<HostPage> {
  const server = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(204).end();
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${chat()}; frame-src ${chat()}`,
    });
    response.end(`<!doctype html><html lang="en"><head><title>Our helpline</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Our helpline</h1><p><a href="#x">About us</a></p></main>${markup(chat())}</body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // Another site, not merely another port of the same one.
  const origin = `http://localhost:${port}`;
  return { origin, url: `${origin}/`, close: () => void server.close() };
}
