import { useTranslation } from 'react-i18next';

/** Words for the codes of flows: the flow's own wording, then the common one, then the code itself, readable. */
export function useCodeWords() {
  const { t, i18n } = useTranslation();
  const firstOf = (keys: readonly string[], code: string) => {
    const key = keys.find((candidate) => i18n.exists(candidate));
    return key ? t(key) : code.replaceAll('-', ' ');
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
    event: (code: string) => {
      const keys = [
        `event.${code}`,
        ...(code.startsWith('undelivered') ? ['event.undelivered'] : []),
      ];
      return firstOf(keys, code);
    },
    language: (code: string | null) =>
      code === null ? t('child-language.none') : firstOf([`child-language.${code}`], code),
  };
}
