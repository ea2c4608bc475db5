/** No platform nests deeper than a dozen levels; whatever walks the value must not run out of stack. */
const DEEPEST = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The JSON value in these bytes; undefined when they are not strict UTF-8 JSON or nest too deep. */
export function parseJson(body: Buffer): unknown {
  if (isDeep(body)) return undefined;
  try {
    const value: unknown = JSON.parse(utf8.decode(body));
    return value;
  } catch {
    return undefined;
  }
}

function isDeep(body: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === QUOTE) at = endOfString(body, at);
    else if (OPENS.has(byte)) depth += 1;
    else if (CLOSES.has(byte)) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function endOfString(body: Buffer, from: number): number {
  for (let at = from + 1; at < body.length; at += 1) {
    if (body[at] === BACKSLASH) at += 1;
    else if (body[at] === QUOTE) return at;
  }
  return body.length;
}
