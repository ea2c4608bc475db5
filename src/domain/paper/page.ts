import { isNumber } from '../directory/service.ts';
import type { Block, Paper, PrintedService, Said } from './paper.ts';

/** The words around the texts, by their names in `locales/<language>/package.json`. */
export const PAGE_WORDS = [
  'title',
  'intro',
  'draft',
  'unchecked',
  'until',
  'printed',
  'free',
  'may-cost',
  'history',
] as const;
export type PageWord = (typeof PAGE_WORDS)[number];

export interface PageParts {
  readonly language: string;
  readonly today: string;
  word(name: PageWord): Said;
  /** `@font-face` rules with the fonts in them: the page asks for nothing when it is opened. */
  readonly fonts: string;
}

const MARK = '<sup class="mark">‡</sup>';

/** The package as one HTML page that prints on A4 and needs no network. */
export function pageOf(paper: Paper, parts: PageParts): string {
  const { word, language, today, fonts } = parts;
  const reviewed = paper.unsigned === 0 && PAGE_WORDS.every((name) => word(name).signed);
  const notes = [
    reviewed ? '' : `<p class="draft">${MARK} ${safe(word('draft').text)}</p>`,
    paper.unchecked ? `<p class="note">${said(word('unchecked'))}</p>` : '',
    paper.until === null
      ? ''
      : `<p class="note">${said(word('until'))} <b class="reach">${paper.until}</b></p>`,
  ];
  return `<!doctype html>
<html lang="${safe(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<title>${safe(word('title').text)}</title>
<style>${fonts}${STYLE}</style>
</head>
<body>
<h1>${said(word('title'))}</h1>
<p>${said(word('intro'))}</p>
${notes.join('')}
${paper.sections.map((section) => sectionOf(section, parts)).join('\n')}
<footer>${said(word('history'))} ${said(word('printed'))} ${today}</footer>
</body>
</html>
`;
}

function sectionOf({ title, note, blocks }: Paper['sections'][number], parts: PageParts): string {
  const inner = blocks.map((block) => blockOf(block, parts)).join('\n');
  return `<section><h2>${said(title)}</h2><p class="aside">${said(note)}</p>\n${inner}</section>`;
}

function blockOf({ head, texts, services }: Block, parts: PageParts): string {
  const title = head === null ? '' : `<h3>${said(head)}</h3>`;
  const lines = texts.map((text) => `<p>${said(text)}</p>`).join('');
  const rows = services.map((row) => `<li>${rowOf(row, parts)}</li>`).join('');
  return `<div class="block">${title}${lines}${rows === '' ? '' : `<ul>${rows}</ul>`}</div>`;
}

function rowOf(row: PrintedService, { word }: PageParts): string {
  const cost = isNumber(row.reach) ? costOf(row, word) : '';
  const reach = row.reach === null ? '' : ` <b class="reach">${safe(row.reach)}</b>`;
  const about = [row.about, row.serves, row.hours].map(safe).join(' · ');
  return `<b>${safe(row.name)}</b>${reach}${cost}<br>${about}`;
}

/** Where the cost is not known, it may cost: nobody must find out on the bill. */
function costOf({ cost }: PrintedService, word: PageParts['word']): string {
  return ` (${said(cost === 'free' ? word('free') : word('may-cost'))})`;
}

function said({ text, signed }: Said): string {
  return `${safe(text).replaceAll('\n', '<br>')}${signed ? '' : MARK}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function safe(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

const STYLE = `
@page { size: A4; margin: 16mm 18mm; }
body { font: 11pt/1.75 'Package', sans-serif; color: #1a1a1a; max-width: 174mm; margin: 8mm auto; padding: 0 5mm; }
h1 { font-size: 20pt; line-height: 1.5; margin: 0 0 2mm; }
h2 { font-size: 14pt; line-height: 1.6; margin: 7mm 0 1mm; border-bottom: 0.4mm solid #1f5f7a; color: #1f5f7a; break-after: avoid; }
h3 { font-size: 11.5pt; margin: 3mm 0 0; break-after: avoid; }
p { margin: 1mm 0; }
ul { margin: 1mm 0 2mm; padding-left: 6mm; }
li { break-inside: avoid; }
.block { break-inside: avoid; }
.aside { color: #555; }
.reach { white-space: nowrap; font-size: 13pt; }
.note { border-left: 1mm solid #1f5f7a; padding-left: 3mm; }
.draft { border: 0.4mm solid #a33; color: #a33; padding: 2mm 3mm; font-weight: 700; }
.mark { color: #a33; font-weight: 400; font-size: 7pt; line-height: 0; }
footer { margin-top: 8mm; border-top: 0.2mm solid #999; padding-top: 2mm; font-size: 9pt; color: #555; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
`;
