import type { ReactNode } from 'react';

interface IconProps {
  readonly size?: number;
}

function Outline({ size = 16, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

const icon = (drawing: ReactNode) => (props: IconProps) => <Outline {...props}>{drawing}</Outline>;

/** Shapes of the bands differ in outline too, so that colour is never alone. */
export const BandIcons = {
  danger: icon(<path d="M10 3 2.5 16.5h15L10 3ZM10 8.2v3.6M10 14.2v.1" />),
  'self-harm': icon(
    <path d="M10 16.6S3 12.6 3 7.9A3.7 3.7 0 0 1 10 6.2a3.7 3.7 0 0 1 7 1.7c0 4.7-7 8.7-7 8.7Z" />,
  ),
  abuse: icon(
    <path d="M10 2.8 16.2 5v4.6c0 3.7-2.6 6.3-6.2 7.6-3.6-1.3-6.2-3.9-6.2-7.6V5L10 2.8Z" />,
  ),
  extortion: icon(<path d="M5 9h10v7.5H5V9Zm2.2 0V6.3a2.8 2.8 0 0 1 5.6 0V9M10 12v1.6" />),
  other: icon(<path d="M3.5 4.5h13v9h-7l-3.4 3v-3H3.5v-9Z" />),
  information: icon(<path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.4v4M10 6.6v.1" />),
} as const;

export const ChannelIcons = {
  telegram: icon(<path d="m3 9.6 13.8-5.8-2.3 12.4-4.3-3.2-2 2.2-.5-3.8 6-5.2-7.8 4.6L3 9.6Z" />),
  whatsapp: icon(
    <path d="M3.2 16.8 4.3 13a7 7 0 1 1 2.8 2.7l-3.9 1.1ZM7.6 7.2c0 3 2.2 5.1 5.1 5.1M7.6 7.2l1-.4M12.7 12.3l.4-1" />,
  ),
  messenger: icon(
    <path d="M10 3c4.1 0 7.2 2.8 7.2 6.6s-3.1 6.6-7.2 6.6c-.7 0-1.4-.1-2-.3L5.5 17v-2.3C3.8 13.5 2.8 11.7 2.8 9.6 2.8 5.8 5.9 3 10 3ZM6 11.3l2.7-2.9 2.3 1.8 2.9-2" />,
  ),
  web: icon(
    <path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3.2 10h13.6M10 3c2 2 2.9 4.3 2.9 7S12 15 10 17c-2-2-2.9-4.3-2.9-7S8 5 10 3Z" />,
  ),
} as const;

export const BackIcon = icon(<path d="M12.5 4.5 7 10l5.5 5.5" />);
export const DownIcon = icon(<path d="M10 4v11.5M5.5 11 10 15.5 14.5 11" />);
export const ReturnIcon = icon(<path d="M7.5 4 3.5 8l4 4M3.5 8H12a4.5 4.5 0 0 1 0 9H8" />);
/** A signpost. */
export const ReferIcon = icon(<path d="M10 17V3M10 4.5h5l2 2-2 2h-5M10 9.5H5l-2 2 2 2h5" />);
export const HandOverIcon = icon(
  <path d="M3.5 7h12M12 3.5 15.5 7 12 10.5M16.5 13h-12M8 9.5 4.5 13 8 16.5" />,
);
export const NoteIcon = icon(<path d="M4 3.5h12v9l-4 4H4v-13ZM12 16.5v-4h4" />);
export const RaisedIcon = icon(<path d="M5.5 17.5V3M5.5 3.8h9l-2 3.2 2 3.2h-9" />);
export const ClockIcon = icon(<path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6.5V10l2.3 1.6" />);
export const CheckIcon = icon(<path d="m4.5 10.5 3.6 3.6 7.4-8" />);
export const LeftIcon = icon(<path d="M8.5 3.5h-5v13h5M12.5 6.5 16 10l-3.5 3.5M16 10H7.5" />);
export const EyeOffIcon = icon(
  <path d="M3 10s2.5-4.8 7-4.8S17 10 17 10s-2.5 4.8-7 4.8S3 10 3 10ZM4 16.5l12-13" />,
);
export const SoundIcon = icon(
  <path d="M3.5 8v4h3l4 3.5v-11L6.5 8h-3ZM13 7.5a3.5 3.5 0 0 1 0 5M15 5.2a6.6 6.6 0 0 1 0 9.6" />,
);
export const SoundOffIcon = icon(
  <path d="M3.5 8v4h3l4 3.5v-11L6.5 8h-3ZM13.5 8l4 4M17.5 8l-4 4" />,
);
export const ReplyIcon = icon(<path d="M8 5 3.5 9.5 8 14M3.5 9.5h8a5 5 0 0 1 5 5V15" />);
export const PanelIcon = icon(<path d="M3.5 4h13v12h-13V4ZM12 4v12" />);
export const SignalOffIcon = icon(
  <path d="M3 8.2A10 10 0 0 1 6.5 6M17 8.2A10 10 0 0 0 10.5 5M5.8 11.2a6 6 0 0 1 2.2-1.5M10 15v.1M4 3l12 14" />,
);

/** A doorway with a light on: the product's mark. */
export function Mark({ size = 26 }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b6460" />
      <path
        d="M10 25V12.5a6 6 0 0 1 12 0V25M7.5 25h17"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="18.6" cy="17.6" r="1.5" fill="#f5c26b" />
    </svg>
  );
}
