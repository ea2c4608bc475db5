import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useParts } from '../parts.tsx';
import { SHORTCUTS } from './shortcuts.ts';

/** Every key of the desk, and the switch for those that are single letters. */
export function KeyHelp() {
  const { t } = useTranslation();
  const { settings } = useParts();
  const letters = useStore(settings, (state) => state.letters);
  return (
    <>
      <dl className="key-list">
        {SHORTCUTS.map(({ act, keys }) => (
          <div key={act}>
            <dt>
              <kbd>{keys[0].replace('Control+', 'Ctrl + ')}</kbd>
            </dt>
            <dd>{t(`keys.act.${act}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={letters}
          onChange={(event) => settings.setState({ letters: event.currentTarget.checked })}
        />
        {t('keys.letters')}
      </label>
    </>
  );
}
