import { useDangerWords } from './words.ts';

export function Failed() {
  const { t } = useDangerWords();
  return (
    <p className="problem" role="alert">
      {t('failed')}
    </p>
  );
}
