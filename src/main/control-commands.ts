import { z } from 'zod';
import { type ControlHandlers, controlCommand } from '../adapters/control/serve-control.ts';
import type { FileVault } from '../adapters/vault/file-vault.ts';
import type { Core } from '../app/core.ts';
import { listServices, verifyService, withdrawService } from '../app/services.ts';
import { invite } from '../app/staff/invitations.ts';
import { ok } from '../domain/result.ts';
import { ROLES } from '../domain/staff/roles.ts';
import type { Json } from '../ports/documents.ts';
import { recordsOfToday } from './jobs.ts';

export interface Commanded {
  readonly core: Core;
  readonly vault: FileVault;
  readonly publicUrl: string;
}

/** What the command line can ask for: of the running server over its socket, or of the store itself when none runs. */
export function controlCommands({ core, vault, publicUrl }: Commanded): ControlHandlers {
  const nothing = z.strictObject({});
  const { documents, store } = core;
  const row = z.strictObject({ id: z.string(), by: z.string().trim().min(2) });
  return {
    'staff-invite': controlCommand(z.strictObject({ role: z.enum(ROLES) }), async ({ role }) => {
      const { token, expires } = await invite(documents, { role, by: 'cli', now: await store.now() });
      return ok({ link: invitationLink(publicUrl, token), expires });
    }),
    'services-list': controlCommand(nothing, async () => ok(toJson(await listServices(documents)))),
    'services-verify': controlCommand(
      row.extend({ days: z.number().int().min(1).max(90) }),
      async ({ id, by, days }) => verifyService(documents, { id, by, days, now: await store.now() }),
    ),
    'services-withdraw': controlCommand(row, ({ id, by }) => withdrawService(documents, { id, by })),
    'keys-status': controlCommand(nothing, async () => ok(toJson(vault.health()))),
    'keys-accept-clock': controlCommand(nothing, async () => {
      await vault.acceptClock();
      return ok({});
    }),
    'records-write': controlCommand(nothing, async () => ok({ written: await recordsOfToday(core) })),
    health: controlCommand(nothing, async () =>
      ok(toJson({ store: await store.health(), keys: vault.health() })),
    ),
  };
}

/** The token stands in the fragment: it is in no log and no referrer. */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/console/invite#token=${token}`;
}

function toJson(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
