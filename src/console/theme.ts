import { createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#eaf6f4',
  '#d3ebe7',
  '#a8d7d0',
  '#78c0b7',
  '#4ea99f',
  '#2b9086',
  '#17786f',
  '#0b6460',
  '#08524f',
  '#05403e',
];

/** Latin first: Khmer letters are not in it and come from the Khmer face, with Latin digits that match. */
const FACES = "'Noto Sans Variable', 'Noto Sans Khmer Variable', system-ui, sans-serif";

export const theme = createTheme({
  fontFamily: FACES,
  headings: { fontFamily: FACES },
  colors: { teal },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 8,
  fontSizes: { xs: '13px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
});

export const nonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
