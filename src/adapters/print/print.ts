import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Print } from '../../ports/print.ts';

const FONTS: readonly (readonly [string, string, string])[] = [
  [
    'Poster Khmer',
    '@fontsource-variable/noto-sans-khmer/files/noto-sans-khmer-khmer-wght-normal.woff2',
    'U+1780-17FF, U+19E0-19FF, U+200B-200D, U+25CC',
  ],
  [
    'Poster Latin',
    '@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2',
    'U+0000-00FF, U+2000-206F',
  ],
];

export function print(): Print {
  let css: Promise<string> | null = null;
  return {
    // A quarter of it may be smudged or torn.
    async qr(text) {
      const qrcode = await import('qrcode');
      return qrcode.toString(text, { type: 'svg', errorCorrectionLevel: 'Q', margin: 4 });
    },
    fontCss() {
      css ??= Promise.all(FONTS.map(fontFace)).then((faces) => faces.join('\n'));
      return css;
    },
  };
}

async function fontFace([name, file, range]: (typeof FONTS)[number]): Promise<string> {
  const bytes = await readFile(fileURLToPath(import.meta.resolve(file)));
  const source = `url(data:font/woff2;base64,${bytes.toString('base64')}) format('woff2')`;
  return `@font-face{font-family:'${name}';font-weight:100 900;src:${source};unicode-range:${range}}`;
}
