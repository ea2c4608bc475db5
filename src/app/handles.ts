import type { ChannelId } from '../domain/flow/bundle.ts';
import type { Finding } from '../ports/channel-setup.ts';
import type { Documents } from '../ports/documents.ts';

/** The public names of the accounts, as their platforms said them when they were set up or checked; links are made of them. */
export type Handles = Readonly<Partial<Record<ChannelId, string>>>;

export async function noteHandle(
  documents: Documents,
  channel: ChannelId,
  findings: readonly Finding[],
): Promise<void> {
  const handle = findings.find((finding) => finding.handle !== undefined)?.handle;
  if (handle === undefined) return;
  const key = keyOf(channel);
  const before = await documents.get(key);
  if (before?.value !== handle) await documents.put(key, handle, before?.version ?? 0);
}

export async function handles(documents: Documents): Promise<Handles> {
  const channels: readonly ChannelId[] = ['telegram', 'whatsapp', 'messenger'];
  const found = await Promise.all(
    channels.map(async (channel) => [channel, (await documents.get(keyOf(channel)))?.value]),
  );
  return Object.fromEntries(found.filter(([, value]) => typeof value === 'string'));
}

function keyOf(channel: ChannelId): string {
  return `handle/${channel}`;
}
