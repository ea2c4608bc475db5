import { useTranslation } from 'react-i18next';
import { dateAndTimeOf } from '../desk/time-of.ts';

/** A day and a time as this person's language writes them, by the helpline's clock. */
export function When({ at }: { readonly at: number }) {
  const { i18n } = useTranslation();
  return <time dateTime={new Date(at).toISOString()}>{dateAndTimeOf(at, i18n.language)}</time>;
}
