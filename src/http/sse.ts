import type { Request, Response } from 'express';

const PING_MS = 15_000;
/** A reader that falls this far behind is let go; it comes back and reads anew. */
const BACKLOG_BYTES = 262_144;

export interface EventStream {
  send(event: string, data: string): void;
  /** Runs once, however the stream ends. */
  onEnd(act: () => void): void;
  end(): void;
}

/** Answers with server-sent events, a comment every 15 s so that a dead link is noticed at both ends. */
export function sse(
  request: Request,
  response: Response,
  ping: () => void = () => {},
): EventStream {
  let open = true;
  const write = (text: string): void => {
    if (!open) return;
    response.write(text);
    if (response.writableLength > BACKLOG_BYTES) response.destroy();
  };
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  request.socket.setNoDelay(true);
  write(': hello\n\n');
  const timer = setInterval(() => {
    write(': ping\n\n');
    ping();
  }, PING_MS);
  response.once('close', () => {
    open = false;
    clearInterval(timer);
  });
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${data}\n\n`),
    onEnd: (act) => void response.once('close', act),
    end: () => {
      if (open) response.end();
      open = false;
    },
  };
}
