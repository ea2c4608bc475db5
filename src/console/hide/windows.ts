/** What the windows of one browser tell each other: they have one session together. Nothing of any conversation. */
export type WindowNews = 'moved' | 'locked' | 'unlocked';

const channel = new BroadcastChannel('tvear.desk');

/** Tells the other windows, not this one. */
export function tellWindows(news: WindowNews): void {
  channel.postMessage(news);
}

export function onWindows(listener: (news: WindowNews) => void): () => void {
  const hear = ({ data }: MessageEvent<WindowNews>) => listener(data);
  channel.addEventListener('message', hear);
  return () => channel.removeEventListener('message', hear);
}
