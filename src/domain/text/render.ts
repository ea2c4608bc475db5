/** What a channel can show. Sizes are in code points, the strictest plausible unit, unless the channel says bytes. */
export interface Caps {
  readonly text: number;
  /** The limit of a text that carries choices, where it is smaller. */
  readonly body: number;
  readonly buttons: { readonly most: number; readonly title: number } | null;
  readonly list: { readonly most: number; readonly title: number; readonly button: number } | null;
  /** Where exit and a person stand: in the text's last line, in a keyboard row, in the app's own menu, on the page. */
  readonly standing: 'text' | 'keyboard' | 'menu' | 'page';
  /** Several texts of a turn become one message where the pace is limited. */
  readonly merge: boolean;
}

/** A message as one channel shows it: text and, at most, one kind of control. */
export interface Rendered {
  /** One or more texts, in order; the control belongs to the last. */
  readonly texts: readonly string[];
  readonly control:
    | { readonly kind: 'none' }
    | { readonly kind: 'buttons'; readonly items: readonly RenderedChoice[] }
    | { readonly kind: 'list'; readonly button: string; readonly items: readonly RenderedChoice[] };
  /** Labels of the standing exits for a keyboard row; null where they stand elsewhere. */
  readonly standing: { readonly exit: string; readonly person: string } | null;
  readonly silent: boolean;
}

export interface RenderedChoice {
  readonly id: string;
  readonly label: string;
}
