import { Telegram } from 'telegraf';
import { z } from 'zod';
import type { SendError } from '../../ports/channel.ts';
import { type HttpAnswer, type Transport, TransportError } from '../../ports/transport.ts';

/** A refused call. Holds the class and the code alone: Telegraf's own error carries the outgoing text. */
export class TelegramRefusal extends Error {
  readonly error: SendError;

  constructor(error: SendError) {
    super(`telegram: ${error.kind} ${error.code}`);
    this.name = 'TelegramRefusal';
    this.error = error;
  }
}

/**
 * Telegraf's client on our transport: one pool for all calls, and errors that hold no payload and no token.
 * Uploads are not supported; nothing here sends a file.
 */
export function telegramApi(token: string, transport: Transport, timeoutMs: number): Telegram {
  const api = new Telegram(token, { webhookReply: false });
  // The types of callApi tie the answer to the method; what comes back is read by the caller with a schema.
  const callApi = async (method: string, payload: object): Promise<unknown> => {
    const call = {
      path: `/bot${token}/${method}`,
      headers: {},
      body: JSON.stringify(payload),
      timeoutMs,
    };
    return resultOf(await transport.post(call).catch(refuseTransport));
  };
  Object.defineProperty(api, 'callApi', { value: callApi });
  return api;
}

function refuseTransport(error: unknown): never {
  const code = error instanceof TransportError ? error.code : 'network';
  throw new TelegramRefusal({ kind: 'retry', code });
}

const Answer = z.looseObject({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.number().optional(),
  description: z.string().optional(),
  parameters: z.looseObject({ retry_after: z.number().optional() }).optional(),
});
type Answer = z.infer<typeof Answer>;

function resultOf(http: HttpAnswer): unknown {
  const answer = parse(http.body);
  if (answer?.ok === true) return answer.result;
  throw new TelegramRefusal(errorOf(answer?.error_code ?? http.status, answer));
}

function parse(body: string): Answer | undefined {
  try {
    return Answer.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** The classes of Telegram's error codes. An unreadable answer is tried again: nobody knows what it meant. */
function errorOf(status: number, answer: Answer | undefined): SendError {
  const code = String(status);
  if (status === 429) {
    const seconds = answer?.parameters?.retry_after;
    return { kind: 'retry', code, ...(seconds === undefined ? {} : { afterMs: seconds * 1000 }) };
  }
  if (status === 403) return { kind: 'gone', code };
  if (status === 401 || status === 404) return { kind: 'auth', code };
  if (status === 400) {
    // The one 400 that is about the child: a deleted account.
    const gone = answer?.description?.includes('chat not found') === true;
    return { kind: gone ? 'gone' : 'bug', code };
  }
  return { kind: 'retry', code };
}
