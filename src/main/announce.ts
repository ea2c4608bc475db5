import process from 'node:process';
import type { Core } from '../app/core.ts';
import { invite } from '../app/staff/invitations.ts';
import { listMembers } from '../app/staff/member.ts';
import type { Settings } from '../config/settings.ts';
import type { Built } from './build-core.ts';
import { invitationLink } from './control-commands.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);
const warn = (text: string) => process.stderr.write(`${text}\n`);

/** Tells whoever started the server where it is; in demo mode without an account, how to make the first one. */
export async function announce(
  { core, unreviewed, unsafe }: Built,
  settings: Settings,
  publicUrl: string,
): Promise<void> {
  const first = settings.MODE === 'demo' ? await firstInvitation(core) : null;
  say('');
  say(`  The child's page    ${publicUrl}/chat`);
  say(`  The console         ${publicUrl}/console`);
  if (first !== null) {
    say(`  First account       ${invitationLink(publicUrl, first)}`);
    say('                      (works once, within the hour; restart for another)');
  }
  if (settings.MODE === 'demo') {
    say(`  Demo mode: not for real children. ${unreviewed} texts are not reviewed.`);
  }
  say('');
  if (unsafe.length > 0) warnOf(unsafe, settings.MODE);
}

/** Null when somebody has an account. */
async function firstInvitation({ documents, store }: Core): Promise<string | null> {
  if ((await listMembers(documents)).length > 0) return null;
  const { token } = await invite(documents, { role: 'admin', by: 'start', now: await store.now() });
  return token;
}

function warnOf(unsafe: readonly string[], mode: Settings['MODE']): void {
  warn('  The Redis server is not set up to keep what children were told we have:');
  for (const finding of unsafe) warn(`  - ${finding}`);
  warn(
    mode === 'production'
      ? '  ALLOW_UNSAFE_STORE=yes started it all the same. A banner in the console stays until this is mended.'
      : '  Production will not start with it. A banner in the console stays until this is mended.',
  );
  warn('');
}
