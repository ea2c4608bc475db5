import type { MessagePart, OutMessage } from '../domain/conversation/message.ts';
import { isNumber } from '../domain/directory/service.ts';
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
  return (await saidIn(core, message)).texts;
}

/** The same, and what of the directory stands in them as a number or an address. */
export async function saidIn(
  core: Core,
  message: Pick<OutMessage, 'parts' | 'language'>,
): Promise<{ readonly texts: string[]; readonly reach: readonly string[] }> {
  const said = await Promise.all(message.parts.map((part) => textOf(core, part, message.language)));
  // Once a message, under the last number: whoever shares the phone may find the call in its list (R43).
  const last = said.findLastIndex(({ reach }) => reach.some(isNumber));
  const history = botText(core.bundles.current(), message.language, 'call.history');
  const texts = said
    .map(({ text }, at) => (at === last ? `${text}\n${history}` : text))
    .filter((text) => text !== '');
  return { texts, reach: said.flatMap(({ reach }) => reach) };
}

interface SaidPart {
  readonly text: string;
  /** Numbers and addresses of the directory that stand in it. */
  readonly reach: readonly string[];
}

async function textOf(core: Core, part: MessagePart, language: Language): Promise<SaidPart> {
  if (part.kind === 'text') return { text: part.text, reach: [] };
  const rows =
    part.only === undefined
      ? await core.services.rows(part.query, part.province, language)
      : await core.services.one(part.only, language);
  if (rows.length === 0) return { text: part.none, reach: [] };
  const cards = rows.map((row) => printCard(core, row, language));
  const text = [part.lead, ...cards].filter(Boolean).join('\n');
  return { text, reach: rows.flatMap(({ reach }) => reach ?? []) };
}

/** A service as it stands in a message. */
export function printCard(core: Pick<Core, 'bundles'>, row: ShownService, language: Language) {
  const word = (key: string) => botText(core.bundles.current(), language, key);
  const reach = [row.name, row.reach].filter(Boolean).join(': ');
  const cost = isNumber(row.reach) ? ` (${word(row.free === true ? FREE : MAY_COST)})` : '';
  const mark = row.example ? ` ${word('example')}` : '';
  const about = [row.about, row.hours].filter((text) => text !== '').join(' · ');
  const first = `• ${reach}${cost}${mark}`;
  return about === '' ? first : `${first}\n  ${about}`;
}

const FREE = 'call.free';
/** Where the cost is not known, it may cost: nobody must find out on the bill. */
const MAY_COST = 'call.may-cost';
