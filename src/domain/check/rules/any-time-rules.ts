import type { Concern } from '../../flow/bundle.ts';
import { concernAsked } from '../../flow/said-again.ts';
import {
  DANGER_FLOW,
  HOLDS,
  type Look,
  SELF_HARM_FLOW,
  type TurnRule,
  type Wrong,
  wrong,
} from '../turn-rule.ts';
import { RETURNED } from '../variables.ts';
import { TOPICAL } from './forbidden.ts';

const UNASKED = ['timer', 'claimed', 'released', 'closed', 'transferred'];

export const ANY_TIME_RULES: readonly TurnRule[] = [
  {
    id: 'exit-at-once',
    serves: ['R35', 'R36'],
    proves:
      'From every state the exit word ends the talk in one turn, drops what was still to be sent, and says one neutral line without a question.',
    person: '',
    check: (look) => {
      if (!isWord(look, 'exit')) return null;
      const texts = look.messages.flatMap(({ parts }) => parts);
      const dropped = look.effects.some(({ kind }) => kind === 'clear-outbox');
      const plainly =
        texts.length === 1 && look.messages.every(({ choices }) => choices.length === 0);
      if (look.after.ended !== 'exit' || !dropped || !plainly) {
        const mend = 'The flow of exit is one end step with one text, reached at once.';
        return wrong('the exit word does not end the talk with one line', mend);
      }
      return topical(look, 'after an exit');
    },
  },
  {
    id: 'erase-at-once',
    serves: ['R37'],
    proves:
      'From every state the erase word erases what we have and ends the talk in one turn, and says how this app is cleared.',
    person: 'Whether the steps for each app are right for its newest version.',
    check: (look) => {
      if (!isWord(look, 'erase')) return null;
      const held = look.chosen('held') === 'yes';
      // Held content is decided about by the two who hold it, and they are told.
      const wanted = held ? 'alarm' : 'forget-lines';
      const erased = look.effects.some(({ kind }) => kind === wanted);
      const care = look.passed.some(({ step }) => step.kind === 'device-care');
      if (look.after.ended === 'erased' && erased && care) return HOLDS;
      const mend = 'The flow of erase: an erase step, what stays, device-care, end.';
      return wrong('the erase word does not erase, tell how to clear the app, and end', mend);
    },
  },
  {
    id: 'help-in-one',
    serves: ['R6', 'R16'],
    proves:
      'From every state the help word shows who can be called, in the same turn, whatever the desk and the services are.',
    person: '',
    check: (look) => {
      if (!isWord(look, 'help')) return null;
      const kinds = ['helpline', 'police'].filter((kind) => !look.shown.includes(kind));
      if (kinds.length === 0) return HOLDS;
      const mend = 'Put a services step of this kind before the first question.';
      return wrong(`the help word does not show: ${kinds.join(', ')}`, mend);
    },
  },
  {
    id: 'person-in-one',
    serves: ['R6', 'R26'],
    proves:
      'From every state of the bot the word for a person leads to the hand-over in one turn, or the child is there already.',
    person: '',
    check: (look) => {
      if (!isWord(look, 'person') || look.owner !== 'bot') return null;
      const { person } = look.bundle.anytime;
      const there = look.from.state.talk.frames.some(({ flow }) => flow === person);
      if (there || look.passes(person)) return HOLDS;
      return wrong('the word for a person leads nowhere', 'Name the flow of hand-over as person.');
    },
  },
  {
    id: 'distress-asks-first',
    serves: ['R9', 'R11'],
    proves:
      'From every state of bot and queue a distress phrase brings an acknowledgement and one question with yes, no and a person.',
    person: 'Whether the lexicon hears what children write: see its precision and recall.',
    check: (look) => {
      const concern = concernOf(look);
      if (concern === undefined || concernAsked(look.bundle, look.from.state) === concern)
        return null;
      const last = look.passed.at(-1);
      const picks = last?.step.kind === 'ask' ? last.step.choices.map(({ is }) => is) : [];
      const asks = ['yes', 'no', 'person'].every((is) => picks.includes(is));
      if (asks && last?.flow === look.bundle.anytime.distress && look.said.length > 1) return HOLDS;
      const mend = 'Say a thank you, then ask whether it was understood, with yes, no and person.';
      return wrong(`a phrase of ${concern} is not answered by one gentle question`, mend);
    },
  },
  {
    id: 'distress-is-asked-once',
    serves: ['R9', 'R15'],
    proves:
      'Where the question about a worrying phrase stands open, another of the same concern counts as its yes: thoughts of dying lead to F14, danger to F05, all else to a person. Nobody is asked a second time.',
    person: '',
    check: (look) => {
      const concern = concernOf(look);
      if (concern === undefined || concernAsked(look.bundle, look.from.state) !== concern)
        return null;
      const asked = look.from.state.talk.frames.at(-1);
      const again = look.passed.some(({ flow, id }) => flow === asked?.flow && id === asked.step);
      if (!again && leadsToHelp(look, concern)) return HOLDS;
      const mend = 'From yes lead to F14 or F05, and from person to the hand-over.';
      return wrong(`a second phrase of ${concern} does not lead to help`, mend);
    },
  },
  {
    id: 'no-is-accepted',
    serves: ['R9'],
    proves: 'A “no, not that” is thanked and leads back to where the child was.',
    person: '',
    needs: (look) => (saysNo(look) ? [RETURNED] : []),
    check: (look) => {
      if (!saysNo(look) || look.before(RETURNED) === 'yes') return null;
      const back = look.after.talk.interrupted === null;
      if (back && look.passed.some(({ step: one }) => one.kind === 'say')) return HOLDS;
      return wrong('a no is not taken as an answer', 'Say a thank you, and return.');
    },
  },
  {
    id: 'unknown-text-is-welcome',
    serves: ['R10', 'R7'],
    proves:
      'A text that no flow asked for is thanked for, with the choices again; the third in a row leads to a person. Who waits in the line hears that they do, or how long it may take now. Never nothing but to what follows at once on an answered text in the line, never the same line three times.',
    person: '',
    needs: (look) => (isUnknown(look) ? [RETURNED] : []),
    check: (look) => {
      if (!isUnknown(look)) return null;
      const answered = look.said.length > 0 ? HOLDS : silence;
      if (look.before(RETURNED) === 'yes') return answered;
      if (look.from.state.talk.frames.length === 0) return null;
      if (isInLine(look)) return answersLine(look) ? HOLDS : silence;
      if (look.chosen('unknown') !== '2') return answered;
      const { person } = look.bundle.anytime;
      const there = look.from.state.talk.frames.some(({ flow }) => flow === person);
      return there || look.passes(person) ? HOLDS : noPerson;
    },
  },
  {
    id: 'media-are-not-opened',
    serves: ['R23', 'R24', 'R25'],
    proves:
      'From every state a medium brings the flow that says it is not opened and nobody is blamed, with a person to choose; another one there is answered too, unless it is of an album; with a counsellor one line.',
    person: '',
    check: (look) => {
      if (look.act.kind !== 'medium') return null;
      const { media } = look.bundle.anytime;
      if (look.owner === 'counsellor')
        return look.said.includes('bot:media.during') ? HOLDS : silence;
      if (look.from.state.talk.frames.at(-1)?.flow === media) return againHeard(look);
      const last = look.passed.at(-1)?.step;
      const person = last?.kind === 'ask' && last.choices.some(({ is }) => is === 'person');
      if (look.passes(media) && person) return HOLDS;
      return wrong(
        'a medium is not answered',
        'The flow of media says its texts and offers a person.',
      );
    },
  },
  {
    id: 'bot-is-silent-beside-a-counsellor',
    serves: ['R29', 'R4'],
    proves:
      'While a counsellor is there the bot says nothing but exit, erase, numbers, and one line about media.',
    person: '',
    needs: (look) => (isForCounsellor(look) ? [RETURNED] : []),
    check: (look) => {
      if (!isForCounsellor(look) || look.before(RETURNED) === 'yes') return null;
      return look.said.length === 0
        ? HOLDS
        : wrong('the bot speaks beside a counsellor', 'Lead out of the flow.');
    },
  },
  {
    id: 'what-we-send-first-is-neutral',
    serves: ['R38', 'R39'],
    proves:
      'What is sent without the child having just written (updates, a person joins or leaves, goodbye, late) names nothing of the subject, and an idle shared phone gets nothing.',
    person: 'Name and picture of the bot and the page are neutral.',
    check: (look) => {
      const late = 'late' in look.act && look.act.kind !== 'distress';
      if (!UNASKED.includes(look.act.kind) && !late) return null;
      const talked = look.from.state.talk.frames.length > 0;
      if (look.act.kind === 'timer' && look.act.name === 'idle' && talked) {
        if (look.after.ended !== 'idle' && ['', 'none'].includes(look.chosen('callback')))
          return wrong('an idle talk does not end', 'This is the engine.');
        if (look.chosen('device') === 'shared' && look.said.length > 0) {
          return wrong('an idle talk on a shared phone is not silent', 'This is the engine.');
        }
      }
      return topical(look, 'without being asked');
    },
  },
  {
    id: 'page-that-returns-shows-nothing',
    serves: ['R36'],
    proves: 'A page that comes back shows the one neutral question of F02 and nothing of before.',
    person: '',
    check: (look) => {
      if (look.act.kind !== 'returned' || look.from.state.talk.frames.length === 0) return null;
      const { safety } = look.bundle.anytime;
      const other = look.said.find((key) => !key.startsWith(`${safety}:`));
      if (other !== undefined)
        return wrong(`${other} is shown to whoever opened the page`, `Ask in ${safety} first.`);
      return topical(look, 'when a page comes back');
    },
  },
];

const silence = wrong('nothing is answered', 'Say something kind and offer a way on.');
const noPerson = wrong(
  'the third text in a row does not lead to a person',
  'Name the flow of hand-over as person.',
);

function isWord(look: Look, word: string): boolean {
  return look.act.kind === 'word' && look.act.word === word && !('late' in look.act);
}

function isUnknown(look: Look): boolean {
  return isWord(look, 'unknown') && (look.owner === 'bot' || look.owner === 'queue');
}

/** Where it stands open already; a picture of an album is no second one. */
function againHeard({ said, chosen }: Look): readonly Wrong[] {
  return said.length > 0 || chosen('burst') === 'yes' ? HOLDS : silence;
}

/** The child waits, and no question of an interruption stands open. */
function isInLine({ owner, from }: Look): boolean {
  return owner === 'queue' && from.state.talk.asked === null;
}

function answersLine({ said, chosen }: Look): boolean {
  return said.some((key) => key.startsWith('bot:waiting.')) || chosen('burst') === 'yes';
}

/** What a worrying phrase speaks of, where the bot answers it by a question. */
function concernOf({ act, owner }: Look): Concern | undefined {
  if (act.kind !== 'distress' || 'late' in act || owner === 'counsellor') return undefined;
  return act.concern === 'person' ? undefined : act.concern;
}

const HELPS: Partial<Readonly<Record<Concern, string>>> = {
  'self-harm': SELF_HARM_FLOW,
  danger: DANGER_FLOW,
};

function leadsToHelp({ bundle, passes }: Look, concern: Concern): boolean {
  const { person } = bundle.anytime;
  const flow = HELPS[concern] ?? person;
  return passes(bundle.flows.has(flow) ? flow : person);
}

/** A no to the gentle question after a worrying phrase. */
function saysNo({ choice, asked, from, bundle }: Look): boolean {
  if (choice?.is !== 'no') return false;
  if (from.state.talk.frames.at(-1)?.flow !== bundle.anytime.distress) return false;
  return asked?.choices.some(({ is }) => is === 'person') === true;
}

/** What the counsellor who is there reads, and the bot says nothing to. */
function isForCounsellor({ owner, act }: Look): boolean {
  if (owner !== 'counsellor') return false;
  if (act.kind === 'word') return ['unknown', 'language', 'person'].includes(act.word);
  return act.kind === 'distress' || act.kind === 'old-button' || act.kind === 'opened';
}

function topical(look: Look, when: string): readonly Wrong[] {
  for (const key of look.said) {
    for (const { language, text } of look.words(key)) {
      const hit = TOPICAL[language]?.exec(text)?.[0];
      if (hit !== undefined) {
        return wrong(`${key} says “${hit}” ${when}`, 'Use words that fit any chat.');
      }
    }
  }
  return HOLDS;
}
