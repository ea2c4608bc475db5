import type { MessagePart, OutMessage } from '../domain/conversation/message.ts';
import type { Language } from '../domain/flow/bundle.ts';
import { type Caps, type Rendered, render } from '../domain/text/render.ts';
import type { ShownService } from '../ports/services.ts';
import type { Core } from './core.ts';
import { botText } from './words.ts';

/** Makes a message what its channel can show, with the services as they stand at this very moment. */
export async function renderFor(core: Core, caps: Caps, message: OutMessage): Promise<Rendered> {
  const texts = await textsOf(core, message);
  if (core.mode === 'pilot' && message.from === 'bot') {
    texts.push(botText(core.bundles.current(), message.language, 'unreviewed'));
  }
  const bundle = core.bundles.current();
  const word = (key: string) => botText(bundle, message.language, key);
  return render({ ...message, texts }, caps, {
    standingLine: word('standing.line'),
    exit: word('standing.exit'),
    person: word('standing.person'),
    choose: word('choose'),
    list: word('list'),
    counsellor: botText(bundle, message.language, 'counsellor', { alias: message.alias ?? '' }),
  });
}

/** The message's texts, services resolved. A service without a row leaves the text that names no number. */
export async function textsOf(
  core: Core,
  message: Pick<OutMessage, 'parts' | 'language'>,
): Promise<string[]> {
  const texts = await Promise.all(
    message.parts.map((part) => textOf(core, part, message.language)),
  );
  return texts.filter((text) => text !== '');
}

async function textOf(core: Core, part: MessagePart, language: Language): Promise<string> {
  if (part.kind === 'text') return part.text;
  const rows = await core.services.rows(part.query, part.province, language);
  if (rows.length === 0) return part.none;
  const example = botText(core.bundles.current(), language, 'example');
  return [part.lead, ...rows.map((row) => printRow(row, example))].filter(Boolean).join('\n');
}

function printRow(row: ShownService, example: string): string {
  const reach = [row.name, row.reach].filter(Boolean).join(': ');
  const mark = row.example ? ` ${example}` : '';
  const about = [row.about, row.hours].filter((text) => text !== '').join(' · ');
  return about === '' ? `• ${reach}${mark}` : `• ${reach}${mark}\n  ${about}`;
}
