import type { Operations } from './operation.ts';

/** A row of no place; nobody is sent there. */
const ROW = {
  id: 'an-example',
  kind: 'helpline',
  name: { km: 'ឧទាហរណ៍', en: 'An example' },
  about: { km: 'ឧទាហរណ៍', en: 'An example' },
  serves: { km: 'ឧទាហរណ៍', en: 'An example' },
  hours: { km: 'ឧទាហរណ៍', en: 'An example' },
  scope: 'national',
  channels: ['visit'],
  languages: ['km'],
  cost: 'unknown',
  reach: null,
  source: ['an example'],
  confidence: 'none',
  verified_by: null,
  verified_on: null,
  expires_on: null,
};
const SERVICE_REFUSALS = { 404: ['missing'], 409: ['busy', 'invalid'] };

/** Staff, the directory of services, posters. */
export const OFFICE_OPERATIONS: Operations = {
  'get /staff': {
    says: 'Who works at the desk.',
    act: 'see-staff',
    answers: { 200: 'Staff' },
  },
  'post /invitations': {
    says: 'A link that makes one account, shown this once.',
    act: 'invite-staff',
    body: 'Invite',
    example: { role: 'counsellor' },
    answers: { 201: 'Invitation' },
  },
  'put /staff/:id': {
    says: 'Changes a role, or disables an account, at once.',
    act: 'change-staff',
    body: 'ChangeStaff',
    example: { role: 'reviewer' },
    answers: { 204: 'empty' },
    refuses: { 404: ['missing'], 409: ['last-admin'] },
  },
  'delete /staff/:id/factors': {
    says: 'For whoever lost phone and codes: a second factor is set up anew.',
    act: 'change-staff',
    answers: { 204: 'empty' },
    refuses: { 403: ['confirm'], 404: ['missing'] },
  },
  'get /services': {
    says: 'The directory, and what each row is worth now.',
    act: 'see-services',
    answers: { 200: 'Services' },
  },
  'put /services/:id': {
    says: 'A new row, or new content of one.',
    act: 'change-services',
    body: 'PutService',
    example: ROW,
    answers: { 200: 'ServiceChanges' },
    refuses: { 400: ['bad-request'], 409: ['busy', 'invalid'] },
  },
  'post /services/:id/verify': {
    says: 'Whoever is signed in found the row right today.',
    act: 'verify-services',
    body: 'VerifyService',
    example: {},
    answers: { 204: 'empty' },
    refuses: SERVICE_REFUSALS,
  },
  'post /services/:id/withdraw': {
    says: 'Takes a wrong row out of every message, within a second.',
    act: 'verify-services',
    body: 'WithdrawService',
    example: { why: 'Nobody answers' },
    answers: { 204: 'empty' },
    refuses: SERVICE_REFUSALS,
  },
  'get /campaigns': {
    says: 'Posters, and how many came by them.',
    act: 'see-campaigns',
    answers: { 200: 'Campaigns' },
  },
  'post /campaigns': {
    says: 'A new poster.',
    act: 'make-campaign',
    body: 'NewCampaign',
    example: { label: 'A school' },
    answers: { 201: 'code' },
  },
  'get /campaigns/:id/sheet': {
    says: 'A page to print.',
    act: 'see-campaigns',
    query: ['language', 'format', 'channel'],
    answers: { 200: 'page' },
    refuses: { 400: ['bad-request'], 404: ['missing'] },
  },
};
