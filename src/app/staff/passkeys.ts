import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
  WebAuthnCredential,
} from '@simplewebauthn/server';
import type { Documents } from '../../ports/documents.ts';
import { changeFactors, type Factors, type Passkey, readFactors } from './factors.ts';
import { fieldsOf, type Member } from './member.ts';

/** The page that a passkey belongs to; a browser uses it nowhere else. */
export interface PasskeySite {
  readonly origin: string;
  /** The host name, without the port. */
  readonly rpId: string;
}

/** Some three hundred modules, wanted only where somebody has a passkey: a start does not wait for them. */
const webauthn = () => import('@simplewebauthn/server');

const SET_UP_MS = 600_000;
const MOST = 10;

/** What the browser needs to make a passkey; its answer is taken within ten minutes. */
export async function beginPasskey(
  documents: Documents,
  { id, name, alias }: Member,
  site: PasskeySite,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { passkeys } = await readFactors(documents, id);
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpName: 'Tvear',
    rpID: site.rpId,
    userName: name,
    userDisplayName: alias,
    excludeCredentials: passkeys.map((passkey) => ({ id: passkey.id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await documents.delete(pendingKey(id));
  await documents.put(pendingKey(id), { challenge: options.challenge }, 0, SET_UP_MS);
  return options;
}

/** Null when the answer is not to our question, or there are too many already. */
export async function addPasskey(
  documents: Documents,
  id: string,
  made: { readonly response: RegistrationResponseJSON; readonly name: string },
  { site, now }: { readonly site: PasskeySite; readonly now: number },
): Promise<Factors | null> {
  const { challenge } = fieldsOf((await documents.get(pendingKey(id)))?.value);
  if (typeof challenge !== 'string' || !(await documents.delete(pendingKey(id)))) return null;
  const credential = await registered(made.response, challenge, site);
  if (credential === null) return null;
  const passkey: Passkey = {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: credential.transports ?? [],
    name: made.name,
    since: now,
  };
  return changeFactors(documents, id, (before) =>
    before.passkeys.length >= MOST ? null : { ...before, passkeys: [...before.passkeys, passkey] },
  );
}

async function registered(
  response: RegistrationResponseJSON,
  challenge: string,
  site: PasskeySite,
): Promise<WebAuthnCredential | null> {
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: false,
    });
    return verified ? registrationInfo.credential : null;
  } catch {
    // The library throws for whatever does not fit.
    return null;
  }
}

/** What the browser needs to sign in with one of the passkeys. */
export async function askPasskey(
  { passkeys }: Factors,
  site: PasskeySite,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({
    rpID: site.rpId,
    allowCredentials: passkeys.map(({ id }) => ({ id })),
    userVerification: 'preferred',
  });
}

/** Whether it is an answer of one of the passkeys to the challenge; the passkey's counter moves on. */
export async function checkPasskey(
  documents: Documents,
  id: string,
  answer: { readonly response: AuthenticationResponseJSON; readonly challenge: string },
  site: PasskeySite,
): Promise<boolean> {
  const { passkeys } = await readFactors(documents, id);
  const passkey = passkeys.find((one) => one.id === answer.response.id);
  if (passkey === undefined) return false;
  const counter = await authenticated(answer, passkey, site);
  if (counter === null) return false;
  const moved = await changeFactors(documents, id, (before) => ({
    ...before,
    misses: 0,
    passkeys: before.passkeys.map((one) => (one.id === passkey.id ? { ...one, counter } : one)),
  }));
  return moved !== null;
}

async function authenticated(
  {
    response,
    challenge,
  }: { readonly response: AuthenticationResponseJSON; readonly challenge: string },
  passkey: Passkey,
  site: PasskeySite,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserVerification: false,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

function pendingKey(id: string): string {
  return `passkey-set-up/${id}`;
}
