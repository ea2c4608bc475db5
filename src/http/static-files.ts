import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
  /** Null where packing gains nothing. */
  readonly packed: Buffer | null;
}

export type StaticFiles = (path: string) => Promise<StaticFile | null>;

const pack = promisify(gzip);

/**
 * The files below a folder, by path relative to it; null for whatever is not a plain file of a known type in there.
 * Packed once and kept, since a slow network is the rule here; a file that changes is read again.
 */
export function staticFiles(root: string): StaticFiles {
  const kept = new Map<string, { readonly changed: number; readonly file: StaticFile }>();
  return async (path) => {
    const place = placeOf(root, path);
    const type = TYPES[extname(path)];
    if (place === null || type === undefined) return null;
    const found = await stat(place).catch(() => null);
    if (found === null || !found.isFile()) return null;
    const before = kept.get(place);
    if (before?.changed === found.mtimeMs) return before.file;
    const file = await read(place, type);
    kept.set(place, { changed: found.mtimeMs, file });
    return file;
  };
}

export function sendFile(request: Request, response: Response, file: StaticFile): void {
  response.setHeader('content-type', file.type);
  response.setHeader('vary', 'accept-encoding');
  const packed = request.acceptsEncodings('gzip') === 'gzip' ? file.packed : null;
  if (packed !== null) response.setHeader('content-encoding', 'gzip');
  response.end(packed ?? file.body);
}

async function read(place: string, type: string): Promise<StaticFile> {
  const body = await readFile(place);
  const packed = /^(text|application|image\/svg)/.test(type)
    ? await pack(body, { level: 9 })
    : null;
  return { type, body, packed };
}

function placeOf(root: string, path: string): string | null {
  if (path.includes('\0') || path.split(/[\\/]/).some((part) => part.startsWith('.'))) return null;
  const place = normalize(join(root, path));
  return place.startsWith(normalize(root + sep)) ? place : null;
}
