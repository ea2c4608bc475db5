/**
 * One thing that a set-up or a check of a channel found, in words for a helpline's technician. Holds no token and
 * no address with one.
 */
export interface Finding {
  /** `problem`: children cannot be answered like this. `warning`: it works, and should be mended. */
  readonly level: 'ok' | 'warning' | 'problem';
  /** What was looked at, one word a thing: `token`, `webhook`, `commands`. */
  readonly about: string;
  /** What is so. */
  readonly says: string;
  /** What to do about it; there whenever the level is not `ok`. */
  readonly mend?: string;
  /**
   * The account's public name as the platform says it and a link needs it: the bot's or page's name, or the number
   * with its country code and nothing but digits.
   */
  readonly handle?: string;
}

export function ok(about: string, says: string, handle?: string): Finding {
  return { level: 'ok', about, says, ...(handle === undefined ? {} : { handle }) };
}

export function warning(about: string, says: string, mend: string): Finding {
  return { level: 'warning', about, says, mend };
}

export function problem(about: string, says: string, mend: string): Finding {
  return { level: 'problem', about, says, mend };
}

/** Makes a platform ready for the bot, and looks whether it is. A platform that cannot be reached is a finding. */
export interface ChannelSetup {
  /** May be run again: it ends in the same state. */
  setup(): Promise<readonly Finding[]>;
  /** Changes nothing. */
  check(): Promise<readonly Finding[]>;
}
