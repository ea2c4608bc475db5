import { type Link, linksOf } from '../domain/campaign/links.ts';
import type { ChannelId, Language } from '../domain/flow/bundle.ts';
import type { Print } from '../ports/print.ts';
import { type Campaign, createCampaign, isCampaign, listCampaigns } from './campaigns.ts';
import type { Core } from './core.ts';
import { handles } from './handles.ts';
import { type Format, posterSheet } from './poster-sheet.ts';
import { botText } from './words.ts';

/** What staff can do about posters and links, over the console or the command line. */
export interface Posters {
  list(): Promise<readonly (Campaign & { readonly links: readonly Link[] })[]>;
  /** Answers the new code. */
  create(label: string): Promise<string>;
  /** A page to print; null for a code that is not ours, or a channel that has no link. */
  sheet(asked: SheetAsked): Promise<string | null>;
}

export interface SheetAsked {
  readonly code: string;
  readonly language: Language;
  readonly format: Format;
  /** This one alone; every channel that has a link when absent. */
  readonly channel?: ChannelId;
  readonly nonce?: string;
}

export function posters(core: Core, print: Print, publicUrl: () => string): Posters {
  const links = async (code: string, language: Language) =>
    linksOf({
      publicUrl: publicUrl(),
      handles: await handles(core.documents),
      code,
      hello: word(core, language, 'hello'),
    });
  return {
    async list() {
      const campaigns = await listCampaigns(core, await core.store.now());
      const first = core.bundles.current().languages[0] ?? '';
      const shown = campaigns.map(async (one) => ({ ...one, links: await links(one.code, first) }));
      return Promise.all(shown);
    },
    create: (label) => createCampaign(core, label),
    async sheet({ code, language, format, channel, nonce }) {
      const known = core.bundles.current().languages.includes(language);
      if (!known || !(await isCampaign(core.documents, code))) return null;
      const all = await links(code, language);
      const chosen = all.filter((link) => channel === undefined || link.channel === channel);
      if (chosen.length === 0) return null;
      const codes = chosen.map(async (link) => ({ ...link, svg: await print.qr(link.url) }));
      return posterSheet({
        language,
        format,
        word: (key) => word(core, language, key),
        codes: await Promise.all(codes),
        fontCss: await print.fontCss(),
        nonce: nonce ?? null,
      });
    },
  };
}

function word(core: Core, language: Language, key: string): string {
  return botText(core.bundles.current(), language, `poster.${key}`);
}
