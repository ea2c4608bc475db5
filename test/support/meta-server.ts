import { channel } from 'node:diagnostics_channel';
import http from 'node:http';
import {
  type DoorAndChannel,
  type MetaOptions,
  messenger,
  whatsapp,
} from '../../src/adapters/meta/channels.ts';
import { readItemName } from '../../src/app/delivery/item-name.ts';
import type { InboundEvent, Receipt } from '../../src/ports/channel.ts';
import { httpWorld } from './http-world.ts';
import { MESSENGER_PAGE_ID, MESSENGER_TOKEN } from './platforms/messenger.ts';
import { META_APP_SECRET, metaJson, metaSignature } from './platforms/meta.ts';
import { WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_TOKEN } from './platforms/whatsapp.ts';

export const OLD_SECRET = 'loopback-meta-app-secret-of-before';
export const VERIFY_TOKEN = 'the-word-of-the-handshake';

function optionsOf(token: string, sender: string): MetaOptions {
  return {
    secrets: {
      appSecret: META_APP_SECRET,
      previousAppSecret: OLD_SECRET,
      verifyToken: VERIFY_TOKEN,
    },
    token,
    version: 'v26.0',
    sender,
    // A door sends nothing: whoever calls this is found out.
    transport: { post: () => Promise.reject(new Error('a door called the platform')) },
    ref: (id) => `hash(${id})`,
  };
}

/** Both doors of Meta behind the real server, and everything that came through them. */
export async function metaServer() {
  const pairs: DoorAndChannel[] = [
    await whatsapp(optionsOf(WHATSAPP_TOKEN, WHATSAPP_PHONE_NUMBER_ID)),
    await messenger({
      ...optionsOf(MESSENGER_TOKEN, MESSENGER_PAGE_ID),
      isItem: (name) => readItemName(name) !== null,
    }),
  ];
  const heard: InboundEvent[] = [];
  const taken: string[] = [];
  const receipts: Receipt[] = [];
  const world = await httpWorld({
    doors: pairs.map(({ door }) => door),
    accept: async (events) => void heard.push(...events),
    taken: async (items) => void taken.push(...items),
    receipts: async (some) => void receipts.push(...some),
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  return {
    world,
    heard,
    taken,
    receipts,
    /** Posts bytes, signed as Meta does. */
    post: (path: string, body: Buffer, secret = META_APP_SECRET) =>
      post(`${world.origin}${path}`, body, agent, {
        'x-hub-signature-256': metaSignature(body, secret),
      }),
    async close(): Promise<void> {
      agent.destroy();
      await world.close();
    },
  };
}

export const bytesOf = (body: unknown): Buffer => Buffer.from(metaJson(body));

function post(
  url: string,
  body: Buffer,
  agent: http.Agent,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const request = http.request(
    url,
    {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers },
    },
    (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    },
  );
  request.on('error', reject);
  request.end(body);
  return promise;
}

/** Every host that this process connects to, by whatever means, from now until `stop`. */
export function watchConnections() {
  const hosts = new Set<string>();
  const note = (message: unknown): void => {
    const socket = Reflect.get(Object(message), 'socket');
    const connecting = (): void => void hosts.add(String(Reflect.get(socket, 'remoteAddress')));
    socket.once('lookup', (...[, address, , host]: readonly unknown[]) => {
      hosts.add(String(host ?? address));
    });
    socket.once('connect', connecting);
  };
  const sockets = channel('net.client.socket');
  sockets.subscribe(note);
  return {
    hosts,
    stop: () => void sockets.unsubscribe(note),
  };
}
