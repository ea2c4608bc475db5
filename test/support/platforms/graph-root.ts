import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { MESSENGER_PAGE_ID } from './messenger.ts';
import { WHATSAPP_PHONE_NUMBER_ID } from './whatsapp.ts';

export interface GraphRoot {
  readonly url: string;
  /** Method and path of every call that went to neither sender: a media look-up, say. */
  readonly strays: string[];
  close(): Promise<void>;
}

/** One Graph API for both products, as Meta has it: each call goes to the fake of its sender. */
export async function startGraphRoot(whatsapp: string, messenger: string): Promise<GraphRoot> {
  const strays: string[] = [];
  const fakeOf = (path: string) => {
    if (path.includes(`/${WHATSAPP_PHONE_NUMBER_ID}/`)) return whatsapp;
    return path.includes(`/${MESSENGER_PAGE_ID}/`) ? messenger : null;
  };
  const server = http.createServer((request, response) => {
    const path = request.url ?? '/';
    const fake = fakeOf(path);
    if (fake === null || request.method !== 'POST') {
      strays.push(`${request.method} ${path}`);
      return void response.writeHead(404).end('{}');
    }
    const { method, headers } = request;
    const onward = http.request(`${fake}${path}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    strays,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
