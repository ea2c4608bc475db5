import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

interface Tool {
  /** Debian's and Ubuntu's package name. */
  readonly package: string;
  readonly command: string;
  readonly why: string;
}

const TOOLS: readonly Tool[] = [
  { package: 'redis-server', command: 'redis-server', why: 'the tests of the Redis store' },
  { package: 'chromium', command: 'chromium', why: 'the tests in a real browser' },
];

/** Installs the tools that the tests need and the machine lacks; answers those that it could not get, in words. */
export function installTools(): readonly string[] {
  const missing = TOOLS.filter(({ command }) => !isThere(command));
  if (missing.length === 0) return [];
  const apt = aptCommand();
  if (apt !== null) {
    const names = missing.map((tool) => tool.package);
    run([...apt, 'update']);
    run([...apt, 'install', '-y', '--no-install-recommends', ...names]);
  }
  return missing
    .filter(({ command }) => !isThere(command))
    .map(
      (tool) =>
        `${tool.command} is missing. It is needed for ${tool.why}. Install the package "${tool.package}" and run npm test again.`,
    );
}

function isThere(command: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(':')
    .concat('/usr/bin', '/usr/sbin')
    .some((folder) => existsSync(`${folder}/${command}`));
}

function aptCommand(): readonly string[] | null {
  if (!existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid?.() === 0) return ['apt-get'];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n', 'apt-get'] : null;
}

function run([command = '', ...args]: readonly string[]): void {
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
