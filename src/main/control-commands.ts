import { z } from 'zod';
import { type ControlHandlers, controlCommand } from '../adapters/control/serve-control.ts';
import type { FileVault } from '../adapters/vault/file-vault.ts';
import type { Core } from '../app/core.ts';
import { newPairingCode } from '../app/gate.ts';
import { goLive, goLiveRefusals } from '../app/go-live.ts';
import {
  listServices,
  type ServiceError,
  verifyService,
  withdrawService,
} from '../app/services.ts';
import { invite } from '../app/staff/invitations.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { ROLES } from '../domain/staff/roles.ts';
import type { Json } from '../ports/documents.ts';
import { recordsOfToday } from './jobs.ts';

export interface Commanded {
  readonly core: Core;
  readonly vault: FileVault;
  readonly publicUrl: string;
  readonly unreviewed: number;
}

/** What the command line can ask for: of the running server over its socket, or of the store itself when none runs. */
export function controlCommands({
  core,
  vault,
  publicUrl,
  unreviewed,
}: Commanded): ControlHandlers {
  const nothing = z.strictObject({});
  const { documents, store } = core;
  const ready = { unreviewed, publicUrlIsHttps: publicUrl.startsWith('https:') };
  const row = z.strictObject({ id: z.string(), by: z.string().trim().min(2) });
  return {
    'staff-invite': controlCommand(z.strictObject({ role: z.enum(ROLES) }), async ({ role }) => {
      const { token, expires } = await invite(documents, {
        role,
        by: 'cli',
        now: await store.now(),
      });
      return ok({ link: invitationLink(publicUrl, token), expires });
    }),
    'services-list': controlCommand(nothing, async () =>
      ok(toJson(await listServices(documents, await store.now()))),
    ),
    'services-verify': controlCommand(
      row.extend({ expiresOn: z.iso.date().optional() }),
      async ({ id, by, expiresOn }) => {
        const until = expiresOn === undefined ? {} : { expiresOn };
        return done(await verifyService(documents, { id, by, ...until, nowMs: await store.now() }));
      },
    ),
    'services-withdraw': controlCommand(
      row.extend({ why: z.string().trim().min(3).max(200) }),
      async ({ id, by, why }) =>
        done(await withdrawService(documents, { id, by, why, nowMs: await store.now() })),
    ),
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

const SERVICE_WORDS: Readonly<Record<ServiceError, string>> = {
  missing: 'There is no service with that id; `npm run services -- list` shows them all.',
  invalid: 'The row is not complete enough for that; mend it first.',
  busy: 'Someone else is changing this row at this moment; try again.',
};

function done(result: Result<unknown, ServiceError>): Result<Json, string> {
  return result.ok ? ok({}) : fail(SERVICE_WORDS[result.error]);
}

function toJson(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
