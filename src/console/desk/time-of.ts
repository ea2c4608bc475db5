/** English for the figures alone: browsers leave out Khmer dates, and then write English ones without a word. */
const partsIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });

let parts = partsIn('Asia/Phnom_Penh');

/** From now on times are those of this zone: the helpline's, wherever the machine stands. One that the browser does not know changes nothing. */
export function clockOf(zone: string): void {
  try {
    parts = partsIn(zone);
  } catch {
    // An older browser, or a page without a server.
  }
}

interface Names {
  readonly months: readonly string[];
  readonly days: Readonly<Record<string, string>>;
}

/** From the Unicode locale data, with the name of Thursday in full. */
const KHMER: Names = {
  months: [
    'មករា',
    'កុម្ភៈ',
    'មីនា',
    'មេសា',
    'ឧសភា',
    'មិថុនា',
    'កក្កដា',
    'សីហា',
    'កញ្ញា',
    'តុលា',
    'វិច្ឆិកា',
    'ធ្នូ',
  ],
  days: {
    Mon: 'ចន្ទ',
    Tue: 'អង្គារ',
    Wed: 'ពុធ',
    Thu: 'ព្រហស្បតិ៍',
    Fri: 'សុក្រ',
    Sat: 'សៅរ៍',
    Sun: 'អាទិត្យ',
  },
};

const ENGLISH: Names = {
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  days: {},
};

/** `14:05`. */
export function timeOf(at: number): string {
  const { hour, minute } = partsOf(at);
  return `${hour}:${minute}`;
}

/** With the day, for what is not today: `Sun 29 Nov, 14:05`. */
export function dayAndTimeOf(at: number, language: string): string {
  const { days, months } = namesIn(language);
  const { weekday = '', day, month } = partsOf(at);
  return `${days[weekday] ?? weekday} ${day} ${months[Number(month) - 1]}, ${timeOf(at)}`;
}

/** With the year, for what stays: `29 Nov 2026`. */
export function dateOf(at: number, language: string): string {
  const { day, month, year } = partsOf(at);
  return `${day} ${namesIn(language).months[Number(month) - 1]} ${year}`;
}

/** `29 Nov 2026, 14:05`. */
export function dateAndTimeOf(at: number, language: string): string {
  return `${dateOf(at, language)}, ${timeOf(at)}`;
}

const namesIn = (language: string): Names => (language === 'km' ? KHMER : ENGLISH);

function partsOf(at: number): Readonly<Partial<Record<Intl.DateTimeFormatPartTypes, string>>> {
  return Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
}
