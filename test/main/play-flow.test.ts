import { spawn } from 'node:child_process';
import process from 'node:process';
import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { type Play, playFlow } from '../../src/main/play-flow.ts';

// A process of its own takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const PLAY: Play = {
  folder: '.',
  flow: 'who',
  language: 'en',
  channel: 'web',
  desk: 'open 5-15',
  services: 'helpline, police',
  all: true,
};

async function told(changed: Partial<Play>): Promise<readonly [number, readonly string[]]> {
  const lines: string[] = [];
  const code = await playFlow(
    { ...PLAY, ...changed },
    (line) => lines.push(line),
    Readable.from([]),
  );
  return [code, lines];
}

/** The command itself, with what is typed coming through a pipe. */
async function piped(args: readonly string[], typed: string) {
  const child = spawn(process.execPath, ['src/cli.ts', 'flows', 'play', ...args]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdin.end(typed);
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, said };
}

describe('flow:play', () => {
  it.each([
    [{ flow: 'woh' }, 'There is no flow "woh". There are: greet-lang, '],
    [{ language: 'fr' }, 'There is no language "fr". There are: km, en'],
    [
      { channel: 'sms' },
      'There is no channel "sms". There are: telegram, whatsapp, messenger, web',
    ],
    [{ desk: 'lunch' }, 'There is no desk "lunch". There are: open, '],
    [{ desk: 'closed 5-15' }, 'There is no desk "closed 5-15".'],
    [{ services: 'helpline, pizza' }, 'There is no kind of service "pizza". There are: helpline, '],
  ])('says what there is in place of %j', async (changed, begin) => {
    const [code, lines] = await told(changed);

    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(begin);
  });

  it.each(['callback', 'adult'])('finds every choice of %s alone', async (flow) => {
    const [code, lines] = await told({ flow });

    expect(lines.filter((line) => line.startsWith('no talk came to'))).toEqual([]);
    expect(code).toBe(0);
  });

  it('goes through every state of the desk with the whole bundle', async () => {
    const [code, lines] = await told({ flow: null });

    expect(code).toBe(0);
    for (const desk of ['open 5-15', 'open', 'closed', 'full', 'down']) {
      expect(lines).toContain(`desk: ${desk}`);
    }
  });

  it('walks what comes through a pipe, and ends with it', async () => {
    const args = ['safety-now', '--language', 'en', '--channel', 'telegram'];
    const { code, said } = await piped(args, '0\n');

    expect(code).toBe(0);
    expect(said).toMatch(/^ {5}\[Exit\] \[A person\]$/m);
    expect(said).toContain('=> ended exit');
  });

  it('tells a misspelt flow and fails', async () => {
    const { code, said } = await piped(['safty-now'], '');

    expect(code).toBe(1);
    expect(said).toContain('There is no flow "safty-now"');
  });

  it.each([
    // Ten choices: buttons with a keyboard row, a list, quick replies; each as that channel has it.
    ['telegram', [/^ {5}1 \[Someone threatens me\]$/m, /^ {5}\[Exit\] \[A person\]$/m]],
    ['whatsapp', [/^ {5}\[See the choices\]$/m, /0 = exit, 9 = a person/]],
    ['messenger', [/^ {5}1 \[Someone threatens me\]$/m]],
    ['web', [/^ {5}1 \[Someone threatens me\]$/m]],
  ])('shows a message as %s does', async (channel, shown) => {
    const [, lines] = await told({ flow: 'what-happened', channel, all: false });

    for (const line of shown) expect(lines.join('\n')).toMatch(line);
  });
});
