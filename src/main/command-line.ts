import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Command } from 'commander';
import { envExample } from '../config/env-example.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { checkFlows } from './check-flows.ts';
import { playFlow } from './play-flow.ts';
import { posterCli } from './poster-cli.ts';
import { printFindings } from './print-findings.ts';
import { addPackage } from './print-package.ts';
import { runCommand } from './run-command.ts';
import { addServiceTable } from './service-commands.ts';
import { staffCli } from './staff-cli.ts';
import { addTextCommands } from './text-commands.ts';

/** The command line. While a server runs it speaks to it; else it opens the store itself. */
const say = (text: string) => void process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);

function settingsOrExit(): Settings {
  const read = readSettings(process.env, (path) => readFileSync(path, 'utf8'));
  if (read.ok) return read.value;
  complain(['The settings have mistakes:', ...read.error.map((line) => `  ${line}`)].join('\n'));
  return process.exit(1);
}

async function ask(command: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const answer = await runCommand(settingsOrExit(), command, JSON.parse(JSON.stringify(given)));
  if (answer.ok) return answer.value;
  complain(answer.error);
  return process.exit(1);
}

const program = new Command('tvear').description('The helpline’s command line.');

staffCli(program, ask, say);

const services = program.command('services').description('The service directory.');
services
  .command('list')
  .description('Every row and whether a child can see it.')
  .action(async () => say(JSON.stringify(await ask('services-list', {}), null, 2)));
services
  .command('verify <id>')
  .description('Says that a person called the number, or opened the link, and it is right.')
  .requiredOption('--by <name>', 'who verified it')
  .option('--until <date>', 'YYYY-MM-DD; at most 90 days ahead for a number')
  .action(async (id: string, { by, until }: { by: string; until?: string }) => {
    await ask('services-verify', { id, by, expiresOn: until });
    say(`${id} is verified.`);
  });
services
  .command('withdraw <id>')
  .description('Takes a wrong row out of every message, within a second.')
  .requiredOption('--by <name>', 'who withdraws it')
  .requiredOption('--why <text>', 'for the next person who looks at it')
  .action(async (id: string, { by, why }: { by: string; why: string }) => {
    await ask('services-withdraw', { id, by, why });
    say(`${id} is withdrawn.`);
  });

addServiceTable(services, ask, { say, complain });

const keys = program.command('keys').description('The keys that make content unreadable in time.');
keys
  .command('status')
  .description('Whether this machine can open and destroy what it must.')
  .action(async () => say(JSON.stringify(await ask('keys-status', {}))));
keys
  .command('accept-clock')
  .description('After the clock jumped: a person has checked that it is right now.')
  .action(async () => void (await ask('keys-accept-clock', {})));

program
  .command('channel <channel> <act>')
  .description(
    'telegram, whatsapp or messenger; setup registers webhook and menu, check says what is wrong.',
  )
  .option('--json', 'prints the findings for other programs')
  .action(async (channel: string, act: string, { json }: { json?: true }) => {
    const answer = await ask('channel', { channel, act });
    const { text, problems } = printFindings(answer);
    say(json ? JSON.stringify(answer, null, 2) : text);
    if (problems > 0) process.exitCode = 1;
  });

posterCli(program, { ask, say });

program
  .command('records')
  .description('Writes the pending records now, instead of tonight.')
  .action(async () => say(JSON.stringify(await ask('records-write', {}))));
program
  .command('go-live')
  .description('Production: from now on children are answered. Says what is missing first.')
  .requiredOption('--by <name>', 'who says go')
  .action(async ({ by }: { by: string }) => {
    await ask('go-live', { by });
    say('Live.');
  });
program
  .command('pair')
  .description('Pilot: a code that lets one tester in. They send it to the bot within ten minutes.')
  .action(async () => say(JSON.stringify(await ask('pairing-code', {}))));
program
  .command('doctor')
  .description('Says whether everything that must be well is well.')
  .action(async () => say(JSON.stringify(await ask('health', {}), null, 2)));

program
  .command('env-example')
  .description('Prints .env.example, made from the settings.')
  .action(() => void process.stdout.write(envExample()));
program
  .command('openapi')
  .description('Prints docs/openapi.json, made from the schemas of the console’s API.')
  .action(async () => {
    const { printOpenApi } = await import('../http/openapi/document.ts');
    process.stdout.write(printOpenApi());
  });

const flows = program.command('flows').description('Flows and texts.');
flows
  .command('check [folder]')
  .description('Finds every mistake in a bundle: file, line, what is wrong, what to do.')
  .option('--production', 'a text that no reviewer signed is a mistake too')
  .option('--only <id>', 'the files of this id, and no others, can pass')
  .action(async (folder: string | undefined, options: { production?: true; only?: string }) => {
    process.exitCode = await checkFlows({ ...options, folder: folder ?? '.' }, say);
  });
flows
  .command('play [flow]')
  .description('Walks a flow in the terminal, as a child would.')
  .option('--language <language>', 'km or en', 'en')
  .option('--channel <channel>', 'web, telegram, whatsapp or messenger', 'web')
  .option('--desk <desk>', '"open 5-15", open, closed, full or down', 'open 5-15')
  .option('--services <kinds>', 'kinds that have a row', 'helpline,police')
  .option('--all', 'prints talks that together take every choice once', false)
  .option('--folder <folder>', 'a bundle elsewhere', '.')
  .addHelpText(
    'after',
    '\nType :help while it runs: clock jumps (+15m), media, a counsellor, timers.',
  )
  .action(async (flow: string | undefined, options: PlayOptions) => {
    process.exitCode = await playFlow({ ...options, flow: flow ?? null }, say);
  });

addTextCommands(flows, { say, complain });
addPackage(flows, ask, { say, complain });

interface PlayOptions {
  readonly language: string;
  readonly channel: string;
  readonly desk: string;
  readonly services: string;
  readonly all: boolean;
  readonly folder: string;
}
await program.parseAsync(process.argv);
