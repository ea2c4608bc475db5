import { z } from 'zod';
import { type ControlHandlers, controlCommand } from '../adapters/control/serve-control.ts';
import type { Core } from '../app/core.ts';
import { type ChangeError, changeMember, resetFactors } from '../app/staff/change-member.ts';
import { invite } from '../app/staff/invitations.ts';
import { findMember, listMembers, type Member } from '../app/staff/member.ts';
import { offerNewPassword } from '../app/staff/renew-password.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { ROLES } from '../domain/staff/roles.ts';

const WHY: Readonly<Record<ChangeError, string>> = {
  missing: 'There is no account of this name. npm run staff -- list shows them.',
  'last-admin': 'This is the last administrator. Make another one first.',
};

/** What the command line may do with accounts, by the name that a person signs in with. */
export function staffCommands(
  { documents, store }: Pick<Core, 'documents' | 'store'>,
  linkTo: (token: string) => string,
): ControlHandlers {
  const named = z.strictObject({ name: z.string() });
  const withMember = async <T>(
    name: string,
    act: (member: Member) => Promise<Result<T, string>>,
  ): Promise<Result<T, string>> => {
    const found = await findMember(documents, name.trim().toLowerCase());
    return found === null ? fail(WHY.missing) : act(found.member);
  };
  return {
    'staff-invite': controlCommand(z.strictObject({ role: z.enum(ROLES) }), async ({ role }) => {
      const made = await invite(documents, { role, by: 'cli', now: await store.now() });
      return ok({ link: linkTo(made.token), expires: made.expires });
    }),
    'staff-list': controlCommand(z.strictObject({}), async () =>
      ok(
        (await listMembers(documents)).map(({ name, role, disabled }) => ({
          name,
          role,
          disabled,
        })),
      ),
    ),
    'staff-change': controlCommand(
      named.extend({ role: z.enum(ROLES).optional(), disabled: z.boolean().optional() }),
      async ({ name, role, disabled }) =>
        withMember(name, async ({ id }) => {
          const change = {
            ...(role === undefined ? {} : { role }),
            ...(disabled === undefined ? {} : { disabled }),
          };
          const by = { id: 'cli', now: await store.now() };
          const changed = await changeMember(documents, id, change, by);
          return changed.ok ? ok({}) : fail(WHY[changed.error]);
        }),
    ),
    'staff-reset': controlCommand(named, ({ name }) =>
      withMember(name, async ({ id }) => {
        await resetFactors(documents, id, { id: 'cli', now: await store.now() });
        return ok({});
      }),
    ),
    'staff-password': controlCommand(named, ({ name }) =>
      withMember(name, async (member) => {
        const by = { by: 'cli', now: await store.now() };
        const made = await offerNewPassword(documents, member, by);
        return ok({ link: linkTo(made.token), expires: made.expires });
      }),
    ),
  };
}
