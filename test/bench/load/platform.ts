import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface LeanPlatform {
  readonly port: number;
  close(): void;
}

/** Called for every text that a child would see, as it arrives. */
export type Shown = (child: number, text: string) => void;

const TelegramCall = z.object({ chat_id: z.coerce.number(), text: z.string() });
const GraphCall = z.object({
  recipient: z.object({ id: z.coerce.number() }),
  message: z.union([
    z.object({ text: z.string() }).transform(({ text }) => text),
    z
      .object({ attachment: z.object({ payload: z.object({ text: z.string() }) }) })
      .transform(({ attachment }) => attachment.payload.text),
  ]),
});

const TAKEN = {
  telegram: JSON.stringify({
    ok: true,
    result: { message_id: 1, date: 1_700_000_000, chat: { id: 1, type: 'private' }, text: 'x' },
  }),
  graph: JSON.stringify({ recipient_id: '1', message_id: 'm_1' }),
  other: JSON.stringify({ ok: true, result: true }),
};

/**
 * The Bot API and the Graph API on one loopback port, as lean as can be: it takes everything and checks nothing but
 * that it can be read. The strict ones, for tests, are in `support/platforms`.
 */
export async function startLeanPlatform(shown: Shown): Promise<LeanPlatform> {
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = take(request, Buffer.concat(chunks).toString('utf8'), shown);
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(answer),
      });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function take({ url = '' }: IncomingMessage, body: string, shown: Shown): string {
  if (url.includes('/sendMessage')) {
    const call = TelegramCall.parse(JSON.parse(body));
    shown(call.chat_id, call.text);
    return TAKEN.telegram;
  }
  if (!url.includes('/messages')) return TAKEN.other;
  // A typing sign and the like has no message.
  const call = GraphCall.safeParse(JSON.parse(body));
  if (call.success) shown(call.data.recipient.id, call.data.message);
  return TAKEN.graph;
}
