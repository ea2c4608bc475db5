import { z } from 'zod';
import { type ControlHandlers, controlCommand } from '../adapters/control/serve-control.ts';
import type { FileVault } from '../adapters/vault/file-vault.ts';
import type { Core } from '../app/core.ts';
import { newPairingCode } from '../app/gate.ts';
import { goLive, goLiveRefusals } from '../app/go-live.ts';
import type { Settings } from '../config/settings.ts';
import { fail, ok } from '../domain/result.ts';
import { channelCommands } from './channel-commands.ts';
import { recordsOfToday } from './jobs.ts';
import { posterCommands } from './poster-commands.ts';
import { serviceCommands, toJson } from './service-control.ts';
import { staffCommands } from './staff-commands.ts';

export interface Commanded {
  readonly core: Core;
  readonly vault: FileVault;
  readonly publicUrl: string;
  readonly settings: Settings;
  readonly unreviewed: number;
  readonly unsigned: number;
}

/** What the command line can ask for: of the running server over its socket, or of the store itself when none runs. */
export function controlCommands({
  core,
  vault,
  publicUrl,
  unreviewed,
  unsigned,
  settings,
}: Commanded): ControlHandlers {
  const nothing = z.strictObject({});
  const { store } = core;
  const ready = { unreviewed, unsigned, publicUrlIsHttps: publicUrl.startsWith('https:') };
  return {
    ...channelCommands({ core, settings, publicUrl }),
    ...posterCommands(core, publicUrl),
    ...staffCommands(core, (token) => invitationLink(publicUrl, token)),
    ...serviceCommands(core),
    'keys-status': controlCommand(nothing, async () => ok(toJson(vault.health()))),
    'keys-accept-clock': controlCommand(nothing, async () => {
      await vault.acceptClock();
      return ok({});
    }),
    'records-write': controlCommand(nothing, async () =>
      ok({ written: await recordsOfToday(core) }),
    ),
    'go-live': controlCommand(z.strictObject({ by: z.string().trim().min(2) }), async ({ by }) => {
      const live = await goLive(core, ready, by);
      return live.ok ? ok({}) : fail(live.error.join('\n'));
    }),
    'pairing-code': controlCommand(nothing, async () => ok({ code: await newPairingCode(core) })),
    health: controlCommand(nothing, async () =>
      ok(
        toJson({
          store: await store.health(),
          keys: vault.health(),
          beforeGoLive: await goLiveRefusals(core, ready),
        }),
      ),
    ),
  };
}

/** The token stands in the fragment: it is in no log and no referrer. */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/console/invite#token=${token}`;
}
