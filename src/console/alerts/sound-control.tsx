import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { SoundIcon, SoundOffIcon } from '../icons.tsx';
import { useParts } from '../parts.tsx';
import { PlainDialog } from '../shell/plain-dialog.tsx';
import { TONES } from '../state/news.ts';
import { play, wakeSpeaker } from './tones.ts';
import { useSpeakerRuns } from './use-speaker.ts';

/** Sound is off until somebody wants it, and says so; it never claims a tone that nobody could hear. */
export function SoundControl() {
  const { t } = useTranslation();
  const { settings } = useParts();
  const sound = useStore(settings, (state) => state.sound);
  const heard = useSpeakerRuns() && sound;
  const [opened, setOpened] = useState(false);
  const words = t(`alerts.sound-${heard ? 'on' : sound ? 'asleep' : 'off'}`);
  return (
    <>
      <button
        type="button"
        className="badge-button"
        data-off={!heard || undefined}
        aria-label={words}
        title={words}
        onClick={() => setOpened(true)}
      >
        {heard ? <SoundIcon /> : <SoundOffIcon />}
        <span className="badge-word">{words}</span>
      </button>
      <PlainDialog opened={opened} title={t('alerts.heading')} onClose={() => setOpened(false)}>
        <SoundSettings />
      </PlainDialog>
    </>
  );
}

function SoundSettings() {
  const { t } = useTranslation();
  const { settings } = useParts();
  const { sound, volume, notify } = useStore(settings);
  const turn = async (on: boolean) => {
    settings.setState({ sound: on && (await wakeSpeaker()) });
  };
  return (
    <div className="form">
      <label className="check">
        <input
          type="checkbox"
          checked={sound}
          onChange={(event) => void turn(event.currentTarget.checked)}
        />
        {t('alerts.sound')}
      </label>
      <label className="range">
        {t('alerts.volume')}
        <input
          type="range"
          min={0}
          max={1}
          step={0.1}
          value={volume}
          disabled={!sound}
          onChange={(event) => settings.setState({ volume: event.currentTarget.valueAsNumber })}
        />
      </label>
      <div className="acts">
        {TONES.map((tone) => (
          <Button
            key={tone}
            variant="default"
            size="compact-sm"
            disabled={!sound}
            onClick={() => void wakeSpeaker().then(() => play(tone, volume))}
          >
            {t(`alerts.tone.${tone}`)}
          </Button>
        ))}
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={notify}
          onChange={(event) => void askToNotify(event.currentTarget.checked).then(setNotify)}
        />
        {t('alerts.notify')}
      </label>
      <p className="quiet">{t('alerts.notify-more')}</p>
    </div>
  );

  function setNotify(on: boolean): void {
    settings.setState({ notify: on });
  }
}

async function askToNotify(on: boolean): Promise<boolean> {
  if (!on || !('Notification' in window)) return false;
  return (await Notification.requestPermission()) === 'granted';
}
