import type { Rule } from './rule.ts';
import { ANY_TIME_RULES } from './rules/any-time-rules.ts';
import { DESK_RULES } from './rules/desk-rules.ts';
import { FIRST_SCREEN_RULE } from './rules/first-screen-rule.ts';
import { FLOW_RULES } from './rules/flow-rules.ts';
import { FRICTION_RULE } from './rules/friction-rule.ts';
import { HARM_RULES } from './rules/harm-rules.ts';
import { NAMED_RULES } from './rules/named-rules.ts';
import { RENDER_RULES } from './rules/render-rules.ts';
import { TEXT_RULES } from './rules/text-rules.ts';
import type { TurnRule } from './turn-rule.ts';

export const TURN_RULES: readonly TurnRule[] = [
  FIRST_SCREEN_RULE,
  ...HARM_RULES,
  ...ANY_TIME_RULES,
  ...DESK_RULES,
  FRICTION_RULE,
];

const WALK_RULES: readonly Rule[] = [
  {
    id: 'every-step-is-reached',
    serves: ['R6', 'R52'],
    proves: 'Some talk comes to every step of every active flow.',
    person: '',
  },
  {
    id: 'every-choice-is-reached',
    serves: ['R6', 'R13', 'R52'],
    proves: 'Some talk can take every choice of every question.',
    person: '',
  },
];

/** All rules, in the order of docs/safety-rules.md. */
export const RULES: readonly Rule[] = [
  ...TURN_RULES,
  ...RENDER_RULES,
  ...WALK_RULES,
  ...FLOW_RULES,
  ...NAMED_RULES,
  ...TEXT_RULES,
];
