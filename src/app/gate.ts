import type { Input } from '../domain/conversation/input.ts';
import { NOBODY } from '../domain/conversation/owner.ts';
import type { Stepped } from '../domain/flow/step.ts';
import { normalise } from '../domain/text/normalise.ts';
import type { Told } from './child-types.ts';
import type { Core } from './core.ts';
import type { OpenTurn } from './open-turn.ts';
import { botText } from './words.ts';

const CODE_MS = 10 * 60_000;
const PAIRED_MS = 90 * 24 * 3_600_000;
const CODE = /^\d{6}$/;

/**
 * Who is answered by the flows. In demo mode everyone; in pilot mode testers who were paired by a code; in production
 * everyone once a person has said go. Anyone else hears one text that names no number, and nothing is kept of them.
 */
export async function gate(core: Core, before: OpenTurn): Promise<'open' | 'paired' | 'shut'> {
  if (core.mode === 'demo') return 'open';
  if (core.mode === 'production') return (await isLive(core)) ? 'open' : 'shut';
  const tester = `tester/${before.sealed.addressKey}`;
  if ((await core.documents.get(tester)) !== null) return 'open';
  const code = before.input?.kind === 'text' ? normalise(before.input.text) : '';
  if (!CODE.test(code)) return 'shut';
  // A code pairs one tester: whoever deletes it first has it.
  if (!(await core.documents.delete(codeKey(core, code)))) return 'shut';
  await core.documents.put(tester, {}, 0, PAIRED_MS);
  return 'paired';
}

/** A code of six digits that pairs one tester within ten minutes. */
export async function newPairingCode(core: Core): Promise<string> {
  const digits = Buffer.from(core.random(22), 'base64url').readUInt32BE(0) % 1_000_000;
  const code = String(digits).padStart(6, '0');
  await core.documents.put(codeKey(core, code), {}, 0, CODE_MS);
  return code;
}

export async function isLive({ documents }: Pick<Core, 'documents'>): Promise<boolean> {
  if (LIVE.has(documents)) return true;
  const live = (await documents.get('settings/live')) !== null;
  if (live) LIVE.add(documents);
  return live;
}

/** Going live is never taken back: whoever saw it once need not ask again with every message. */
const LIVE = new WeakSet<Core['documents']>();

/** The answer of a door that is not open: the safety text in every language, and the end. */
export function turnedAway(core: Core, { sealed, input }: OpenTurn): Stepped {
  const { state } = sealed;
  const ended = { ...state, owner: NOBODY, ended: 'finished' as const, timers: {}, recorded: true };
  if (!speaks(input)) return { state: ended, effects: [{ kind: 'purge' }] };
  return {
    state: ended,
    effects: [
      {
        kind: 'send',
        message: {
          language: state.language ?? 'km',
          from: 'bot',
          alias: null,
          parts: [{ kind: 'text', text: safetyText(core) }],
          choices: [],
          style: 'buttons',
          standing: false,
          silent: false,
          stale: 'drop',
          answers: true,
        },
      },
      { kind: 'purge' },
    ],
  };
}

/** What can be said without a flow, a store or a number: in every language, from memory. */
export function safetyText(core: Pick<Core, 'bundles'>): string {
  return safetyTexts(core)
    .map(({ text }) => text)
    .join('\n');
}

export function safetyTexts(core: Pick<Core, 'bundles'>): Told[] {
  const bundle = core.bundles.current();
  return bundle.languages.map((language) => ({
    language,
    text: botText(bundle, language, 'safety'),
  }));
}

function speaks(input: Input | null): boolean {
  return input !== null && !SILENT.has(input.kind);
}

/** Nobody wrote anything just then. */
const SILENT: ReadonlySet<Input['kind']> = new Set([
  'unsent',
  'edited',
  'gone',
  'reacted',
  'moved',
  'outside',
  'receipt',
  'timer',
  'undelivered',
]);

function codeKey(core: Core, code: string): string {
  return `pairing/${core.vault.hash('session', code)}`;
}
