import type { Rendered } from '../../domain/text/render.ts';

/** Ids that the engine knows as the standing exits, by the digit that stands before their label. */
const STANDING = { '0': 'exit', '9': 'person' } as const;

/**
 * Choices hang on the message; the standing exits are a row of their own. A message can hold only one
 * keyboard, so beside choices the exits are its last row; elsewhere they stand below the field where the child
 * writes, and go when they no longer hold (an ended conversation, a discreet one).
 */
export function replyMarkup(rendered: Rendered, last: boolean): object | undefined {
  if (!last) return undefined;
  const { control, standing } = rendered;
  if (control.kind === 'none') return standing === null ? REMOVE : standingKeyboard(standing);
  const rows = control.items.map(({ id, label }) => [{ text: label, callback_data: id }]);
  const exits =
    standing === null
      ? []
      : [
          [
            { text: standing.exit, callback_data: STANDING['0'] },
            { text: standing.person, callback_data: STANDING['9'] },
          ],
        ];
  return { inline_keyboard: [...rows, ...exits] };
}

const REMOVE = { remove_keyboard: true };

function standingKeyboard(standing: { readonly exit: string; readonly person: string }): object {
  return {
    keyboard: [[{ text: `0 · ${standing.exit}` }, { text: `9 · ${standing.person}` }]],
    resize_keyboard: true,
    is_persistent: true,
  };
}

/** A tap on the standing row comes back as its label; the digit before it says which it was, in any language. */
export function standingTap(text: string): 'exit' | 'person' | undefined {
  const digit = /^([09]) · /u.exec(text)?.[1];
  if (digit === '0' || digit === '9') return STANDING[digit];
  return undefined;
}
