import { shownCount } from '../domain/campaign/count.ts';
import {
  CODE_LENGTH,
  CODE_LETTERS,
  codeOfGreeting,
  isCampaignCode,
} from '../domain/campaign/links.ts';
import type { InboundEvent } from '../ports/channel.ts';
import type { Documents } from '../ports/documents.ts';
import type { Core } from './core.ts';
import { botText } from './words.ts';

/**
 * Where posters hang, and how many came by each: a code by chance, a daily counter, and nothing else. The code is taken off
 * before anything of the child is stored, so that no conversation and no record knows of it.
 */
export interface Campaign {
  readonly code: string;
  /** For the staff: which school, which day. Never on a poster. */
  readonly label: string;
  /** YYYY-MM-DD, in Cambodia. */
  readonly since: string;
  /** How many came until yesterday; null for fewer than ten. */
  readonly came: number | null;
}

const ZONE_MS = 7 * 3_600_000;

export async function createCampaign(
  core: Pick<Core, 'documents' | 'random' | 'store'>,
  label: string,
): Promise<string> {
  const since = dayOf(await core.store.now());
  for (;;) {
    const code = newCode(core.random);
    const version = await core.documents.put(`campaign/${code}`, { label, since }, 0);
    if (version !== null) return code;
  }
}

/** 31 letters out of 256 values: those beyond the last whole round are thrown away. */
function newCode(random: Core['random']): string {
  const letters: string[] = [];
  while (letters.length < CODE_LENGTH) {
    const bytes = Buffer.from(random(22), 'base64url');
    const fair = [...bytes].filter((byte) => byte < 248);
    letters.push(...fair.map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length] ?? ''));
  }
  return letters.slice(0, CODE_LENGTH).join('');
}

/** The newest first. Today is not in it, so that nobody can watch a child come. */
export async function listCampaigns(
  { documents }: { readonly documents: Documents },
  now: number,
): Promise<readonly Campaign[]> {
  const [kept, counters] = await Promise.all([
    documents.list('campaign/'),
    documents.counters('campaign/'),
  ]);
  const today = dayOf(now);
  const campaigns = kept.flatMap(({ key, value }): Campaign[] => {
    const code = key.slice('campaign/'.length);
    const known = readCampaign(value);
    if (known === null) return [];
    const days = Object.entries(counters).filter(
      ([name]) => name.endsWith(`/${code}`) && !name.includes(`/${today}/`),
    );
    const came = shownCount(days.reduce((sum, [, count]) => sum + count, 0));
    return [{ code, ...known, came }];
  });
  return campaigns.toSorted(
    (a, b) => b.since.localeCompare(a.since) || a.code.localeCompare(b.code),
  );
}

function readCampaign(value: unknown): Pick<Campaign, 'label' | 'since'> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('label' in value) || !('since' in value)) return null;
  return { label: String(value.label), since: String(value.since) };
}

export async function isCampaign(documents: Documents, code: string): Promise<boolean> {
  return isCampaignCode(code) && (await documents.get(`campaign/${code}`)) !== null;
}

/** One more today, if the code is one of ours; whatever else stands in a link is not even kept. */
export async function countCampaign(
  core: Pick<Core, 'documents' | 'store'>,
  code: string,
): Promise<void> {
  if (!(await isCampaign(core.documents, code))) return;
  await core.documents.increment(`campaign/${dayOf(await core.store.now())}/${code}`, 1);
}

/** An event without its campaign, and the campaign beside it. */
export function withoutCampaign(
  core: Pick<Core, 'bundles'>,
  event: InboundEvent,
): { readonly event: InboundEvent; readonly code: string | null } {
  const { input } = event;
  if (input.kind === 'opened') {
    const code = input.campaign ?? null;
    return { event: { ...event, input: { kind: 'opened' } }, code };
  }
  const code = input.kind === 'text' ? codeOfGreeting(input.text, hellos(core)) : null;
  return code === null ? { event, code } : { event: { ...event, input: { kind: 'opened' } }, code };
}

function hellos({ bundles }: Pick<Core, 'bundles'>): readonly string[] {
  const bundle = bundles.current();
  return bundle.languages.map((language) => botText(bundle, language, 'poster.hello'));
}

function dayOf(ms: number): string {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 10);
}
