/** What a printed page needs beside words: codes to scan, and letters that every machine can show. */
export interface Print {
  /** An SVG element of black on white, with its quiet zone. */
  qr(text: string): Promise<string>;
  /** `@font-face` rules with the fonts in them: a saved page prints the same everywhere. */
  fontCss(): Promise<string>;
}
