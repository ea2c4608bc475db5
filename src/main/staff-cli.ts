import { type Command, Option } from 'commander';
import { z } from 'zod';
import { ROLES } from '../domain/staff/roles.ts';
import type { Ask } from './service-commands.ts';

const Link = z.object({ link: z.string() });
const Listed = z.array(z.object({ name: z.string(), role: z.string(), disabled: z.boolean() }));
const ONCE = '(works once, within the hour)';

/** `npm run staff`: accounts, for whoever sits at the server. */
export function staffCli(program: Command, ask: Ask, say: (text: string) => void): void {
  const staff = program.command('staff').description('Accounts of the console.');
  staff
    .command('invite')
    .description('Prints a link that makes one account. It works once, within the hour.')
    .addOption(
      new Option('--role <role>', 'what the account may do')
        .choices([...ROLES])
        .makeOptionMandatory(),
    )
    .option('--json', 'prints { "link": ... } for other programs')
    .action(async ({ role, json }: { role: string; json?: true }) => {
      const { link } = Link.parse(await ask('staff-invite', { role }));
      say(json ? JSON.stringify({ link }) : `${link}\n${ONCE}`);
    });
  staff
    .command('password <name>')
    .description('Prints a link for whoever forgot the password. It works once, within the hour.')
    .option('--json', 'prints { "link": ... } for other programs')
    .action(async (name: string, { json }: { json?: true }) => {
      const { link } = Link.parse(await ask('staff-password', { name }));
      say(json ? JSON.stringify({ link }) : `${link}\n${ONCE} Only the password changes.`);
    });
  addChanges(staff, ask, say);
}

function addChanges(staff: Command, ask: Ask, say: (text: string) => void): void {
  staff
    .command('list')
    .description('Every account, by the name to sign in with.')
    .action(async () => {
      for (const { name, role, disabled } of Listed.parse(await ask('staff-list', {}))) {
        say(`${name}  ${role}${disabled ? '  disabled' : ''}`);
      }
    });
  staff
    .command('disable <name>')
    .description('Shuts an account out within a second, whatever it has open.')
    .action(async (name: string) => {
      await ask('staff-change', { name, disabled: true });
      say(`${name} is shut out.`);
    });
  staff
    .command('enable <name>')
    .description('Lets a disabled account in again.')
    .action(async (name: string) => {
      await ask('staff-change', { name, disabled: false });
      say(`${name} may sign in again.`);
    });
  staff
    .command('role <name>')
    .description('Gives an account another role.')
    .addOption(new Option('--to <role>', 'the new one').choices([...ROLES]).makeOptionMandatory())
    .action(async (name: string, { to }: { to: string }) => {
      await ask('staff-change', { name, role: to });
      say(`${name} is ${to} now.`);
    });
  staff
    .command('reset <name>')
    .description('Takes the second factors of an account away, for whoever lost phone and codes.')
    .action(async (name: string) => {
      await ask('staff-reset', { name });
      say(`${name} signs in with the password alone, and sets up another.`);
    });
}
