import type { Bundle, Flow, FlowId, Language, TextKey } from '../flow/bundle.ts';
import type { TextsByLanguage } from './bundle-texts.ts';
import type { Rule } from './rule.ts';
import { plain } from './rules/forbidden.ts';
import type { TurnView } from './turn.ts';

/** A rule that is asked of every turn that can happen. */
export interface TurnRule extends Rule {
  /** Variables that the verdict needs, beside those that the engine looked at; told by what the turn did alone. */
  needs?(look: Look): readonly string[];
  /** Null where the rule does not apply; else what breaks it. */
  check(look: Look): readonly Wrong[] | null;
}

export interface Wrong {
  readonly what: string;
  readonly mend: string;
  /** Where to mend it; the last step of the turn unless said otherwise. */
  readonly at?: { readonly flow: FlowId; readonly step: string };
}

/** A turn, and what rules ask of it again and again. */
export interface Look extends TurnView {
  readonly owner: 'bot' | 'queue' | 'counsellor' | 'nobody';
  /** A variable after the turn. */
  now(name: string): string;
  /** The words of a text in every language of the bundle, as the lists compare them. */
  words(key: TextKey): readonly { readonly language: Language; readonly text: string }[];
  passes(flow: FlowId): boolean;
  /** Kinds of service that the child is shown. */
  readonly shown: readonly string[];
  isHarmFlow(flow: FlowId): boolean;
}

/** Flows that the rules know by name. */
export const DANGER_FLOW = 'danger-now';
export const SELF_HARM_FLOW = 'self-harm';
export const TRIAGE_FLOW = 'what-happened';
export const LIMITS_FLOW = 'privacy-limits';
/** Those about something that was done to a child, whatever their own file says. */
export const HARM_FLOWS = [
  'sexual-extortion',
  'image-shared',
  'grooming',
  'unwanted-messages',
  'money-gifts',
  'livestream',
  'contact-abuse',
  'not-sure',
];

/** Reads the words of texts; each is looked up once, however many turns say it. */
export function wordsIn(texts: TextsByLanguage): Look['words'] {
  const known = new Map<TextKey, ReturnType<Look['words']>>();
  return (key) => {
    const found =
      known.get(key) ??
      [...texts].map(([language, keyed]) => ({ language, text: plain(keyed.get(key) ?? '') }));
    known.set(key, found);
    return found;
  };
}

export function lookAt(view: TurnView, words: Look['words']): Look {
  const { after, messages, passed, bundle } = view;
  return {
    ...view,
    owner: view.from.state.owner.kind,
    now: (name) => after.talk.globals[name] ?? '',
    words,
    passes: (flow) => passed.some((one) => one.flow === flow),
    shown: messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'services' ? [part.query.kind] : [])),
    ),
    isHarmFlow: (flow) => isHarmFlow(bundle, bundle.flows.get(flow)),
  };
}

/** A flow about something that was done to a child: a known one, or by its own word (R11); what interrupts others is none. */
export function isHarmFlow(bundle: Bundle, flow: Flow | undefined): boolean {
  if (flow === undefined) return false;
  if (HARM_FLOWS.includes(flow.id)) return true;
  if (!flow.implements.includes('R11')) return false;
  return flow.id !== SELF_HARM_FLOW && !Object.values(bundle.anytime).includes(flow.id);
}

export function wrong(what: string, mend: string, at?: Wrong['at']): readonly Wrong[] {
  return [at === undefined ? { what, mend } : { what, mend, at }];
}

export const HOLDS: readonly Wrong[] = [];
