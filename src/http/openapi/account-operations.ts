import type { Operations } from './operation.ts';

const PASSWORD = 'a long and quiet phrase of words';
/** The password was last given more than ten minutes ago. */
const CONFIRM = { 403: ['confirm'] };

/** Doors, the session and the own account. */
export const ACCOUNT_OPERATIONS: Operations = {
  'post /session': {
    says: 'Name and password. An account with a second factor is asked for it.',
    act: 'anyone',
    body: 'SignIn',
    example: { name: 'dara', password: PASSWORD },
    answers: { 200: 'SignInAnswer' },
    refuses: { 401: ['refused'], 429: ['slow-down'] },
  },
  'post /session/factor': {
    says: 'The second factor.',
    act: 'anyone',
    body: 'ShowFactor',
    example: { ticket: 'from the first step', shown: { kind: 'totp', code: '000000' } },
    answers: { 200: 'Session' },
    refuses: { 401: ['refused', 'used-code'], 429: ['slow-down', 'too-many'] },
  },
  'post /invitations/accept': {
    says: 'Makes an account by an invitation and signs it in.',
    act: 'anyone',
    body: 'AcceptInvitation',
    example: { token: 'of the link', name: 'dara', alias: 'Dara', password: PASSWORD },
    answers: { 200: 'Session' },
    refuses: {
      404: ['invalid-invitation'],
      409: ['name-taken', 'sign-in'],
      422: ['weak-password'],
    },
  },
  'get /session': {
    says: 'Who is signed in.',
    act: 'keep-own-session',
    answers: { 200: 'Session' },
  },
  'delete /session': {
    says: 'Signs out.',
    act: 'keep-own-session',
    answers: { 204: 'empty' },
  },
  'get /me/account': {
    says: 'The own account.',
    act: 'keep-own-account',
    answers: { 200: 'Account' },
  },
  'put /me/languages': {
    says: 'In which languages one writes with children; with none said, in every one.',
    act: 'set-presence',
    body: 'Languages',
    example: { writes: ['km'] },
    answers: { 204: 'empty' },
    refuses: { 422: ['unknown-language'] },
  },
  'post /me/lock': {
    says: 'No conversation is open (423) before the password was given again.',
    act: 'keep-own-session',
    answers: { 204: 'empty' },
  },
  'post /me/confirm': {
    says: 'The password once more.',
    act: 'keep-own-session',
    body: 'ConfirmPassword',
    example: { password: PASSWORD },
    answers: { 204: 'empty' },
    refuses: { 422: ['wrong-password'], 429: ['slow-down'] },
  },
  'put /me/password': {
    says: 'A new password; every other session of the account ends.',
    act: 'keep-own-account',
    body: 'NewPassword',
    example: { password: PASSWORD },
    answers: { 204: 'empty' },
    refuses: { ...CONFIRM, 422: ['weak-password'] },
  },
  'post /me/totp': {
    says: 'Begins to set up an authenticator app.',
    act: 'keep-own-account',
    answers: { 200: 'TotpSetUp' },
    refuses: CONFIRM,
  },
  'post /me/totp/confirm': {
    says: 'Its first code.',
    act: 'keep-own-account',
    body: 'TotpCode',
    example: { code: '000000' },
    answers: { 200: 'RecoveryCodes' },
    refuses: { ...CONFIRM, 409: ['wrong-code', 'not-begun'] },
  },
  'delete /me/totp': {
    says: 'Takes the authenticator app away.',
    act: 'keep-own-account',
    answers: { 204: 'empty' },
    refuses: { ...CONFIRM, 404: ['missing'], 409: ['last-factor'] },
  },
  'post /me/passkeys/options': {
    says: 'Begins to set up a passkey (WebAuthn).',
    act: 'keep-own-account',
    answers: { 200: 'PasskeyOptions' },
    refuses: CONFIRM,
  },
  'post /me/passkeys': {
    says: 'The new passkey.',
    act: 'keep-own-account',
    body: 'NewPasskey',
    example: { name: 'My phone', response: {} },
    answers: { 200: 'RecoveryCodes' },
    refuses: { ...CONFIRM, 409: ['not-taken'] },
  },
  'delete /me/passkeys/:id': {
    says: 'Takes a passkey away.',
    act: 'keep-own-account',
    answers: { 204: 'empty' },
    refuses: { ...CONFIRM, 404: ['missing'], 409: ['last-factor'] },
  },
  'post /me/recovery': {
    says: 'New recovery codes; those of before are void.',
    act: 'keep-own-account',
    answers: { 200: 'RecoveryCodes' },
    refuses: CONFIRM,
  },
  'delete /me/sessions/:id': {
    says: 'Ends one session of the own account.',
    act: 'keep-own-account',
    answers: { 204: 'empty' },
    refuses: { 404: ['missing'] },
  },
  'delete /me/sessions': {
    says: 'Ends all sessions of the own account, this one too.',
    act: 'keep-own-account',
    answers: { 204: 'empty' },
  },
};
