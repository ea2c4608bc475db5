import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Queue } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { useQueue } from '../queries.ts';
import { countOf, newsOf, type Tone } from '../state/news.ts';
import { looks, ringingOf } from '../state/ringing.ts';
import { countInTab } from '../state/tab-title.ts';
import { isInSight } from './in-sight.ts';
import { play } from './tones.ts';
import { useSpeakerWoken } from './use-speaker.ts';

const REPEAT_MS = 5000;

/** Tones, the count in the tab and the system's notice. None of them says anything of a conversation. */
export function useAlerts(): void {
  useSpeakerWoken();
  const queue = useQueue().data;
  const ring = useRing();
  const before = useRef<Queue | null>(null);
  useEffect(() => {
    if (!queue) return;
    const news = newsOf(before.current, queue);
    before.current = queue;
    if (news !== null) ring(news);
  }, [queue, ring]);
  useRepeat(queue, ring);
  useTabCount(queue === undefined ? 0 : countOf(queue));
}

function useRing(): (tone: Tone) => void {
  const { settings } = useParts();
  const { t } = useTranslation();
  const words = t('alerts.notice');
  const ring = useRef<(tone: Tone) => void>(() => undefined);
  ring.current = (tone) => {
    const { sound, volume, notify } = settings.getState();
    if (sound) play(tone, volume);
    if (!notify || !document.hidden || Notification.permission !== 'granted') return;
    new Notification('Tvear', { body: words, tag: 'tvear', silent: true });
  };
  return useRef((tone: Tone) => ring.current(tone)).current;
}

/** What must not be missed rings until its card was in sight and the page was touched since, on whatever page. */
function useRepeat(queue: Queue | undefined, ring: (tone: Tone) => void): void {
  const latest = useRef(queue);
  latest.current = queue;
  useEffect(() => {
    const { ring: again, touch } = looks();
    const all = () => (latest.current === undefined ? [] : ringingOf(latest.current));
    const look = () => touch(all(), isInSight);
    const timer = setInterval(() => {
      const tone = again(all(), isInSight);
      if (tone !== null) ring(tone);
    }, REPEAT_MS);
    window.addEventListener('pointerdown', look);
    window.addEventListener('keydown', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointerdown', look);
      window.removeEventListener('keydown', look);
    };
  }, [ring]);
}

function useTabCount(count: number): void {
  const { hide } = useParts();
  const hidden = useStore(hide, (state) => state.hidden);
  const shown = hidden ? 0 : count;
  useEffect(() => {
    countInTab(shown);
    drawIcon(shown > 0);
    return () => {
      countInTab(0);
      drawIcon(false);
    };
  }, [shown]);
}

function drawIcon(dot: boolean): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (icon) icon.href = iconOf(dot);
}

/** The mark, with a dot on it while somebody waits. */
function iconOf(dot: boolean): string {
  const circle = dot ? '<circle cx="25" cy="7" r="7" fill="#d92d20"/>' : '';
  const mark =
    '<rect width="32" height="32" rx="8" fill="#0b6460"/><path d="M10 25V12.5a6 6 0 0 1 12 0V25M7.5 25h17" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${mark}${circle}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
