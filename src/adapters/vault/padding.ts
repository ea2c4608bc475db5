const SMALL_BUCKETS = [256, 1024, 4096] as const;
const STEP_BYTES = 4096;
const LENGTH_BYTES = 4;
/** Marks UTF-16, which alone can hold a lone surrogate. */
const UTF16 = 0x8000_0000;

/**
 * The text in a buffer of 256 B, 1 KiB, 4 KiB or a multiple of 4 KiB, so that a ciphertext tells a length only roughly.
 * The first four bytes are length and encoding; the rest of the bucket is zero.
 */
export function pad(text: string): Buffer {
  const whole = text.isWellFormed();
  const encoding = whole ? 'utf8' : 'utf16le';
  const length = Buffer.byteLength(text, encoding);

  const padded = Buffer.alloc(bucketOf(length + LENGTH_BYTES));
  padded.writeUInt32BE(whole ? length : length + UTF16);
  padded.write(text, LENGTH_BYTES, encoding);
  return padded;
}

/** The text that was padded; null when these bytes are not of `pad`'s making. */
export function unpad(padded: Buffer): string | null {
  if (padded.length < LENGTH_BYTES) return null;
  const head = padded.readUInt32BE();
  const whole = head < UTF16;
  const end = LENGTH_BYTES + (whole ? head : head - UTF16);
  if (bucketOf(end) !== padded.length) return null;
  return padded.toString(whole ? 'utf8' : 'utf16le', LENGTH_BYTES, end);
}

function bucketOf(bytes: number): number {
  const small = SMALL_BUCKETS.find((bucket) => bytes <= bucket);
  return small ?? Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;
}
