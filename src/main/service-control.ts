import { z } from 'zod';
import { type ControlHandlers, controlCommand } from '../adapters/control/serve-control.ts';
import type { Core } from '../app/core.ts';
import {
  listServices,
  putServices,
  type ServiceError,
  verifyService,
  withdrawService,
} from '../app/services.ts';
import { Service } from '../domain/directory/service.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Json } from '../ports/documents.ts';

/** What the command line can ask for about the directory. */
export function serviceCommands({ documents, store }: Core): ControlHandlers {
  const nothing = z.strictObject({});
  const row = z.strictObject({ id: z.string(), by: z.string().trim().min(2) });
  return {
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
    'services-put': controlCommand(
      z.strictObject({
        rows: z.array(Service),
        by: z.string().trim().min(2),
        apply: z.boolean(),
      }),
      async ({ rows, by, apply }) => {
        const put = await putServices(documents, { rows, by, apply, nowMs: await store.now() });
        return put.ok ? ok(toJson(put.value)) : fail(SERVICE_WORDS[put.error]);
      },
    ),
  };
}

const SERVICE_WORDS: Readonly<Record<ServiceError, string>> = {
  missing: 'There is no service with that id; `npm run services -- list` shows them all.',
  invalid: 'The row is not complete enough for that; mend it first.',
  busy: 'Someone else is changing this row at this moment; try again.',
};

function done(result: Result<unknown, ServiceError>): Result<Json, string> {
  return result.ok ? ok({}) : fail(SERVICE_WORDS[result.error]);
}

export function toJson(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
