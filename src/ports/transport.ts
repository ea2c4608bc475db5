/** One HTTP POST with a JSON body, and no more: so that tests can check a call without a socket. */
export interface Transport {
  post(call: HttpCall): Promise<HttpAnswer>;
}

export interface HttpCall {
  /** Path and query under the platform's root. May hold a token: never log it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Why no answer came. Carries no path, no body, no cause: each could hold a token or a child's words. */
export class TransportError extends Error {
  readonly code: 'timeout' | 'network' | 'too-large';

  constructor(code: TransportError['code']) {
    super(`transport: ${code}`);
    this.name = 'TransportError';
    this.code = code;
  }
}
