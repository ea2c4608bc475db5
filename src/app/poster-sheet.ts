import type { Link } from '../domain/campaign/links.ts';
import type { ChannelId } from '../domain/flow/bundle.ts';

export const FORMATS = ['poster', 'cards'] as const;
export type Format = (typeof FORMATS)[number];

export interface Sheet {
  readonly language: string;
  readonly format: Format;
  /** The words by their key below `poster.` in the bot's texts. */
  readonly word: (key: string) => string;
  readonly codes: readonly (Link & { readonly svg: string })[];
  readonly fontCss: string;
  /** For the page's policy, when it is served and not saved. */
  readonly nonce: string | null;
}

const NAMES: Readonly<Record<Exclude<ChannelId, 'web'>, string>> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
};
const CARDS = 10;

/** A page to print on A4: one poster, or cards to cut out. Says nothing that a child would have to explain. */
export function posterSheet(sheet: Sheet): string {
  const { language, format, word, fontCss, nonce } = sheet;
  const style = nonce === null ? '<style>' : `<style nonce="${nonce}">`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(word('card'))}</title>
${style}
${fontCss}
${CSS}
</style>
</head>
<body class="${format}">
${format === 'poster' ? poster(sheet) : cards(sheet)}
</body>
</html>
`;
}

function poster({ word, codes }: Sheet): string {
  const line = (key: string, tag = 'p') =>
    `<${tag} class="${key}">${escapeHtml(word(key))}</${tag}>`;
  return `<main>
${line('title', 'h1')}
${line('about')}
<ul class="codes n${codes.length}">
${codes.map((code) => codeItem(code, word)).join('\n')}
</ul>
${line('how')}
<footer>
${line('who')}
${line('name')}
</footer>
</main>`;
}

function codeItem(code: Sheet['codes'][number], word: Sheet['word']): string {
  const name = code.channel === 'web' ? word('web') : NAMES[code.channel];
  return `<li>${code.svg}<b>${escapeHtml(name)}</b><span class="address">${escapeHtml(code.short)}</span></li>`;
}

/** A card in a pocket: one code and one word. */
function cards({ word, codes }: Sheet): string {
  const [code] = codes;
  if (code === undefined) return '';
  const card = `<li>${code.svg}<p><b>${escapeHtml(word('card'))}</b><span class="address">${escapeHtml(code.short)}</span></p></li>`;
  return `<ul class="cut">\n${Array.from({ length: CARDS }, () => card).join('\n')}\n</ul>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const CSS = `@page{size:A4 portrait;margin:0}
*{box-sizing:border-box;margin:0;padding:0}
html{background:#fff;color:#14201f;font-family:'Poster Latin','Poster Khmer',sans-serif;line-height:1.5;-webkit-print-color-adjust:exact;print-color-adjust:exact}
:lang(km){line-height:1.75}
body{width:210mm;min-height:296mm;margin:0 auto}
ul{list-style:none}
svg{display:block;width:100%;height:auto}
.address{font-family:'Poster Latin',sans-serif;overflow-wrap:anywhere}
.poster main{display:flex;flex-direction:column;align-items:center;text-align:center;min-height:296mm;padding:20mm 18mm 16mm;gap:7mm}
.poster h1{font-size:25mm;line-height:1.3;font-weight:750}
.poster h1:lang(km){line-height:1.6}
.poster .about{font-size:7.2mm;max-width:165mm;text-wrap:balance}
.poster .codes{display:flex;flex-wrap:wrap;justify-content:center;gap:6mm 10mm;margin:auto 0}
.poster .codes li{display:flex;flex-direction:column;align-items:center;width:78mm;gap:1mm}
.poster .codes.n1 li{width:100mm}
.poster .codes.n4 li,.poster .codes.n3 li{width:60mm}
.poster .codes b{font-size:6.6mm}
.poster .codes .address{font-size:4.6mm}
.poster .how{font-size:6.4mm;font-weight:600}
.poster footer{font-size:5.6mm;color:#33413f;border-top:.4mm solid #b8c4c1;padding-top:5mm;width:100%}
.cut{display:grid;grid-template-columns:1fr 1fr;grid-auto-rows:59.2mm;width:210mm}
.cut li{display:flex;align-items:center;gap:3mm;padding:5mm;border:.2mm dashed #9aa7a4}
.cut svg{width:46mm;flex:none}
.cut p{display:flex;flex-direction:column;gap:1mm;min-width:0}
.cut b{font-size:8mm;font-weight:700}
.cut .address{font-size:3.4mm}
@media screen{html{background:#e9eceb}body{background:#fff;box-shadow:0 0 0 1px #d3d9d7}}`;
