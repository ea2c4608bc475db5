/** The part of an address that holds a one-time token, and the address without it. */
export function splitToken(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token === '' ? null : token;
}
