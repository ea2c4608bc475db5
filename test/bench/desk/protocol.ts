/** What the two processes of the desk's bench say to each other. */
export interface Asked {
  readonly waiting: number;
  readonly counsellors: number;
  readonly lines: number;
  /** Measures too what it is when no console says what it knows. */
  readonly compare: boolean;
  /** The built console, for a browser; null when nobody looks at it. */
  readonly consoleDir: string | null;
}

export interface Built {
  readonly origin: string;
  /** One invitation a counsellor. */
  readonly tokens: readonly string[];
}

/** As the server saw it: from the request's headers until its answer was handed on (ms). */
export interface Served {
  readonly claims: number[];
  queueReads: number;
  readonly conversations: number[];
}
