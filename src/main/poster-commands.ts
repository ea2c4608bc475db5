import { z } from 'zod';
import { type ControlHandlers, controlCommand } from '../adapters/control/serve-control.ts';
import { print } from '../adapters/print/print.ts';
import type { Core } from '../app/core.ts';
import { FORMATS } from '../app/poster-sheet.ts';
import { posters } from '../app/posters.ts';
import { CHANNELS } from '../domain/flow/bundle.ts';
import { fail, ok } from '../domain/result.ts';

const Sheet = z.strictObject({
  code: z.string(),
  language: z.string(),
  format: z.enum(FORMATS),
  channel: z.enum(CHANNELS).optional(),
});

/** `npm run poster`. */
export function posterCommands(core: Core, publicUrl: string): ControlHandlers {
  const own = posters(core, print(), () => publicUrl);
  return {
    'poster-list': controlCommand(z.strictObject({}), async () =>
      ok(z.json().parse(JSON.parse(JSON.stringify(await own.list())))),
    ),
    'poster-new': controlCommand(
      z.strictObject({ label: z.string().trim().min(2).max(80) }),
      async ({ label }) => ok({ code: await own.create(label) }),
    ),
    'poster-sheet': controlCommand(Sheet, async ({ channel, ...asked }) => {
      const page = await own.sheet({ ...asked, ...(channel === undefined ? {} : { channel }) });
      return page === null ? fail(NO_SHEET) : ok({ page });
    }),
  };
}

const NO_SHEET =
  'There is no such code or language, or the channel has no link yet: `npm run poster -- list` shows the codes, `npm run channel -- <channel> check` learns the name that a link needs.';
