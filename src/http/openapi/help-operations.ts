import { ACT_ANSWER, KEY, type Operation, type Operations } from './operation.ts';

const DANGER: Pick<Operation, 'answers' | 'refuses'> = {
  answers: { 204: 'empty' },
  refuses: { 404: ['missing'], 409: ['not-now'] },
};

/** What helps beside the talk: guidance, referral, danger to life. */
export const HELP_OPERATIONS: Operations = {
  'get /guidance': {
    says: 'What to say, what not, next steps and when more is asked, by category.',
    act: 'see-guidance',
    query: ['language'],
    answers: { 200: 'GuidanceOf' },
  },
  'get /referrals': {
    says: 'Services that a child may be shown now.',
    act: 'refer',
    answers: { 200: 'Referrals' },
  },
  'post /conversations/:id/refer': {
    says: 'Shows the child one of them, as a line of whoever holds the conversation.',
    act: 'refer',
    body: 'Refer',
    example: { key: KEY, service: 'an-example' },
    answers: ACT_ANSWER.answers,
    refuses: { ...ACT_ANSWER.refuses, 409: ['not-owner', 'unanswered', 'unavailable', 'window'] },
  },
  'post /conversations/:id/escalate': {
    says: 'A life is in danger: supervisors are called.',
    act: 'escalate',
    body: 'Act',
    example: { key: KEY },
    ...DANGER,
  },
  'put /conversations/:id/case': {
    says: "Which headings stand in the helpline's own case system.",
    act: 'escalate',
    body: 'CaseWritten',
    example: { key: KEY, written: ['where'] },
    ...DANGER,
  },
  'post /conversations/:id/join': {
    says: "A supervisor comes, or takes another's place.",
    act: 'join-escalation',
    body: 'Act',
    example: { key: KEY },
    ...DANGER,
  },
  'post /conversations/:id/hold': {
    says: 'Holding what was written: one of the two asks, the other agrees.',
    act: 'hold',
    body: 'HoldAct',
    example: { key: KEY, act: { kind: 'agree' } },
    answers: DANGER.answers,
    refuses: { 404: ['missing'], 409: ['not-now', 'unavailable'] },
  },
  'post /conversations/:id/friction': {
    says: 'Joining the line rests for this address, for half an hour; nothing else does.',
    act: 'ask-friction',
    body: 'AskFriction',
    example: { why: 'many-talks' },
    answers: DANGER.answers,
    refuses: { 404: ['missing'], 409: ['not-now', 'unavailable'] },
  },
  'get /frictions': {
    says: 'Pauses that stand, and those that ended in this shift.',
    act: 'review-friction',
    answers: { 200: 'Frictions' },
  },
  'put /frictions/:id': {
    says: 'Another person lets it stand for longer, or ends it.',
    act: 'review-friction',
    body: 'ReviewFriction',
    example: { act: { kind: 'confirm', hours: 2 } },
    ...DANGER,
  },
};
