import type { Bundle, Flow, Lexicon, Step, Template } from '../../src/domain/flow/bundle.ts';
import type { Facts } from '../../src/domain/flow/facts.ts';

/** A bundle small enough to see whole: every text is its own key, in both languages. */
export function smallBundle(flows: readonly Flow[]): Bundle {
  return {
    id: 'small',
    languages: ['km', 'en'],
    start: 'greet',
    home: 'home',
    anytime: {
      person: 'person',
      help: 'distress',
      distress: 'distress',
      media: 'media',
      exit: 'exit',
      erase: 'erase',
      safety: 'safety',
    },
    globals: { device: ['own', 'shared'], category: ['a', 'b'], danger: ['yes', 'no'] },
    flows: new Map([...STANDARD, ...flows].map((flow) => [flow.id, flow])),
    texts: { get: (language, key): Template => [`${key}${language === 'km' ? ' ក' : ''}`] },
    lexicon: LEXICON,
    canned: new Map(),
    guidance: new Map(),
  };
}

export function flow(id: string, steps: Readonly<Record<string, Step>>, variables = {}): Flow {
  const start = Object.keys(steps)[0] ?? '';
  return {
    id,
    purpose: id,
    implements: [],
    variables,
    start,
    steps: new Map(Object.entries(steps)),
  };
}

export function ask(id: string, choices: Readonly<Record<string, string>>, save?: string): Step {
  return {
    kind: 'ask',
    ask: `f:${id}`,
    save: save ?? null,
    choices: Object.entries(choices).map(([is, next]) => ({ is, label: `f:${id}.${is}`, next })),
  };
}

export const FACTS: Facts = {
  now: 1_000_000,
  channel: 'web',
  desk: 'open',
  wait: { from: 5, to: 10 },
  services: ['helpline'],
  late: false,
  hours: null,
  idleMs: 900_000,
  retentionMs: 86_400_000,
  firstReplyMs: 180_000,
  updateMs: 300_000,
};

const LEXICON: Lexicon = {
  exit: new Set(['exit', '0']),
  erase: new Set(['delete']),
  help: new Set(['help']),
  person: new Set(['9']),
  answers: new Map(),
  language: new Map([['english', 'en']]),
  distress: [
    {
      concern: 'self-harm',
      phrases: [[['want to die']]],
      benign: [],
      romanised: [],
      benignRomanised: [],
    },
  ],
};

const back: Step = { kind: 'return' };

const STANDARD: readonly Flow[] = [
  flow(
    'greet',
    {
      language: ask('language', { km: 'on', en: 'on' }, 'language'),
      on: { kind: 'goto', flow: 'home' },
    },
    { language: ['km', 'en'] },
  ),
  flow('home', {
    where: ask('where', { a: 'done', b: 'done' }, 'category'),
    done: { kind: 'end', say: [] },
  }),
  flow('person', {
    sure: ask('sure', { yes: 'over', no: 'back' }),
    over: {
      kind: 'handover',
      bands: [{ when: { danger: 'yes' }, band: 'danger' }],
      otherwise: 'other',
      brief: ['category', 'danger'],
      closed: 'closed',
      full: 'closed',
      down: 'closed',
    },
    closed: { kind: 'say', say: ['f:closed'], next: 'back' },
    back,
  }),
  flow(
    'distress',
    { check: ask('check', { right: 'back', wrong: 'back' }), back },
    { concern: ['help', 'self-harm'] },
  ),
  flow('media', { sorry: ask('sorry', { back: 'back' }), back }),
  flow('exit', { bye: { kind: 'end', say: ['f:bye'] } }),
  flow('erase', { gone: { kind: 'end', say: ['f:gone'] } }),
  flow('safety', { good: ask('good', { yes: 'back' }), back }),
];
