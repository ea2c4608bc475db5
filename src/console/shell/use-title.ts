import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { nameTab } from '../state/tab-title.ts';

/** Says which screen this is, in the tab and to a screen reader. */
export function useTitle(
  key: 'title.desk' | 'title.sign-in' | 'title.invite' | 'title.account' | 'title.posters',
): void {
  const { t } = useTranslation();
  const words = t(key);
  useEffect(() => nameTab(words), [words]);
}
