import { botText } from '../app/words.ts';
import type { MessagePart, OutMessage } from '../domain/conversation/message.ts';
import type { Bundle } from '../domain/flow/bundle.ts';
import { indent, type PrintMessage } from '../domain/flow/script.ts';
import { type Caps, type Rendered, render } from '../domain/text/render.ts';

/** Writes a message down as a channel shows it: each text, then what can be tapped. Numbers stand in the text itself. */
export function printAs(bundle: Bundle, caps: Caps): PrintMessage {
  return (message, { services }) => {
    if (message.from !== 'bot') return [];
    const texts = message.parts.map((part) => textOf(part, services));
    const word = (key: string) => botText(bundle, message.language, key);
    const rendered = render({ ...message, texts }, caps, {
      standingLine: word('standing.line'),
      exit: word('standing.exit'),
      person: word('standing.person'),
      choose: word('choose'),
      list: word('list'),
      counsellor: '',
    });
    return [...rendered.texts.flatMap((text) => indent('bot: ', text)), ...tapped(rendered)];
  };
}

/** The directory is not read here: its rows are named by their kind. */
function textOf(part: OutMessage['parts'][number], kinds: readonly string[]): string {
  if (part.kind === 'text') return part.text;
  return kinds.includes(part.query.kind) ? `${part.lead} ${named(part)}`.trim() : part.none;
}

function named({ query }: Extract<MessagePart, { readonly kind: 'services' }>): string {
  return `[services ${query.kind} ${query.scope}]`;
}

function tapped({ control, standing }: Rendered): readonly string[] {
  const items = control.kind === 'none' ? [] : control.items;
  return [
    ...(control.kind === 'list' ? [`     [${control.button}]`] : []),
    ...items.map(({ label }, at) => `     ${at + 1} [${label}]`),
    ...(standing === null ? [] : [`     [${standing.exit}] [${standing.person}]`]),
  ];
}
