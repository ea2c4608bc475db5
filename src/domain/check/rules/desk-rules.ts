import { HOLDS, type TurnRule, wrong } from '../turn-rule.ts';

export const DESK_RULES: readonly TurnRule[] = [
  {
    id: 'handover-by-consent',
    serves: ['R26', 'R12'],
    proves:
      'Nobody joins the queue but by choosing it, in the flow that says before what the counsellor will see.',
    person: '',
    check: (look) => {
      if (look.owner !== 'bot' || look.after.owner.kind !== 'queue') return null;
      if ('late' in look.act || look.act.kind === 'timer') return null;
      const last = look.passed.findLast(({ step }) => step.kind === 'handover');
      const { person } = look.bundle.anytime;
      const chose =
        look.act.kind === 'choice' && look.from.state.talk.frames.at(-1)?.flow === person;
      if (chose && last?.flow === person) return HOLDS;
      const mend = 'A handover step stands behind a question of the flow for a person.';
      return wrong('the child joins the queue without having chosen it', mend);
    },
  },
  {
    id: 'waiting-is-told',
    serves: ['R27', 'R28'],
    proves:
      'Whoever joins the queue hears in the same turn how long it may take, or that we do not know.',
    person: '',
    check: (look) => {
      if (
        look.owner !== 'bot' ||
        look.after.owner.kind !== 'queue' ||
        'late' in look.act ||
        look.act.kind === 'timer'
      )
        return null;
      const told = look.said.some((key) => key.startsWith('bot:waiting.'));
      return told ? HOLDS : wrong('the child waits without a word', 'This is the engine.');
    },
  },
  {
    id: 'closed-desk-says-so',
    serves: ['R30', 'R16', 'R3'],
    proves:
      'Whoever asks for a person while the desk is closed, full or down is told in the same turn, and sees who can be called.',
    person: 'Whether the hours are the helpline’s.',
    check: (look) => {
      const desk = look.chosen('desk');
      const { person } = look.bundle.anytime;
      if (desk === '' || desk === 'open' || look.owner !== 'bot' || !look.passes(person))
        return null;
      if (look.shown.includes('helpline') && look.said.length > 1) return HOLDS;
      const mend = 'Lead to out-of-hours from closed, full and down, and show the helpline there.';
      return wrong(`with the desk ${desk} the child is not told, or sees no help`, mend);
    },
  },
  {
    id: 'coming-and-going-is-told',
    serves: ['R28', 'R4'],
    proves:
      'The child is told when a person joins, leaves, or the talk is closed; not on a shared phone when one leaves.',
    person: '',
    check: ({ act, said, chosen }) => {
      const keys: Readonly<Record<string, readonly string[]>> = {
        claimed: ['bot:joined', 'bot:rejoined', 'bot:callback'],
        transferred: ['bot:transferred'],
        closed: ['bot:closed'],
        released: ['bot:counsellor-left'],
      };
      const wanted = keys[act.kind];
      if (wanted === undefined) return null;
      // Whoever left a time for a message was written to once, and hears no more before they answer (R31).
      if (!['', 'none'].includes(chosen('callback'))) return null;
      if (act.kind === 'released' && chosen('device') === 'shared') {
        return said.length === 0
          ? HOLDS
          : wrong('a shared phone is written to', 'This is the engine.');
      }
      return wanted.some((key) => said.includes(key))
        ? HOLDS
        : wrong('the child is not told', 'This is the engine.');
    },
  },
  {
    id: 'every-end-is-kind',
    serves: ['R6'],
    proves:
      'Every end says something, leaves no question open, and offers nothing that no longer works.',
    person: '',
    check: (look) => {
      if (look.after.ended === null || !look.passed.some(({ step }) => step.kind === 'end'))
        return null;
      const quiet = look.messages.every(({ choices }) => choices.length === 0);
      if (look.said.length > 0 && quiet) return HOLDS;
      return wrong('the talk ends without a word', 'Give the end step a text.');
    },
  },
  {
    id: 'no-loop',
    serves: ['R52'],
    proves: 'No turn goes round without asking, and none takes more than 200 steps.',
    person: '',
    check: ({ effects }) => {
      const looped = effects.some((effect) => effect.kind === 'alarm' && effect.alarm === 'poison');
      if (!looped) return HOLDS;
      return wrong(
        'these steps go round without asking anything',
        'Put a question into the circle.',
      );
    },
  },
];
