import { useTranslation } from 'react-i18next';

type Words = Readonly<Record<string, string>>;

/** Words for the codes of flows: the flow's own wording, then the common one, then the code itself, readable. */
export function useCodeWords() {
  const { t, i18n } = useTranslation();
  const firstOf = (keys: readonly string[], code: string, words: Words = {}) => {
    const key = keys.find((candidate) => i18n.exists(candidate));
    return key ? t(key, words) : code.replaceAll('-', ' ');
  };
  return {
    name: (name: string) => firstOf([`brief.${name}`], name),
    value: (name: string, value: string) =>
      firstOf(
        [
          `values.${name}.${value}`,
          // A second reason is one of the same list.
          ...(name === 'also' ? [`values.category.${value}`] : []),
          `values.common.${value}`,
        ],
        value,
      ),
    reason: (code: string) => firstOf([`values.category.${code}`], code),
    event: (code: string, alias = '') => {
      const [what = '', ...why] = code.split('-');
      if (what === 'offered' || what === 'released') {
        return t(`event.${what}`, { alias, why: t(`transfer.why.${why.join('-')}`) });
      }
      const keys = [
        `event.${code}`,
        ...(code.startsWith('undelivered') ? ['event.undelivered'] : []),
      ];
      return firstOf(keys, code, { alias });
    },
    language: (code: string | null) =>
      code === null ? t('child-language.none') : firstOf([`child-language.${code}`], code),
  };
}
